"""slow.py FROM TO MS: relays each connection to port FROM to port TO of the same address; every byte takes MS to pass.

It runs on the loopback device alone, and delays data, not the opening of a connection. A kernel's netem would do the same
below TCP, but many kernels are built without it.
"""
import asyncio
import socket
import sys

BUFFER = 64 * 1024


async def carry(reader, writer, delay):
    """Reads at once and writes later, so that what is under way is limited by TCP alone."""
    waiting = asyncio.Queue()

    async def deliver():
        while True:
            due, data = await waiting.get()
            await asyncio.sleep(max(0, due - loop.time()))
            if not data:
                writer.write_eof()
                return
            writer.write(data)
            await writer.drain()

    loop = asyncio.get_running_loop()
    delivery = asyncio.create_task(deliver())
    try:
        while True:
            data = await reader.read(BUFFER)
            waiting.put_nowait((loop.time() + delay, data))
            if not data:
                break
    except ConnectionError:
        waiting.put_nowait((loop.time() + delay, b""))
    await delivery


async def main(from_port, to_port, millis):
    async def serve(reader, writer):
        address = writer.get_extra_info("sockname")[0]
        try:
            far_reader, far_writer = await asyncio.open_connection(address, to_port)
        except OSError:
            writer.close()
            return
        for one in (writer, far_writer):
            one.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        both = carry(reader, far_writer, millis / 1000), carry(far_reader, writer, millis / 1000)
        await asyncio.gather(*both, return_exceptions=True)
        writer.close()
        far_writer.close()

    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
    listener.bind(("0.0.0.0", from_port))
    server = await asyncio.start_server(serve, sock=listener, backlog=1000)
    print("relaying", flush=True)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
