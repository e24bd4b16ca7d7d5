"""health.py PORT KEYS: answers for Walter's health over TLS on 127.0.0.1: live, ready, and a page to log in."""
import asyncio
import ssl
import sys

PAGES = {b"/health/live": b"200 OK", b"/health/ready": b"200 OK", b"/": b"302 Found\r\nLocation: /sign_in"}


async def answer(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            status = PAGES.get(head.split(b" ", 2)[1], b"404 Not Found")
            close = b"connection: close" in head.lower()
            writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n" + (b"Connection: close\r\n" if close else b"") + b"\r\n")
            await writer.drain()
            if close:
                break
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        pass
    writer.close()


async def main(port, keys):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{keys}/tls.crt", f"{keys}/tls.key")
    server = await asyncio.start_server(answer, "127.0.0.1", port, ssl=context, backlog=1000)
    print("listening", flush=True)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
