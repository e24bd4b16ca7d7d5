# A stand-in for Walter, as its operators see it: the health addresses, the migration page, an API, a browser page.
#   app.pl serve | setup
# Environment: WALTER_RELEASE, WALTER_SCHEMA (what this release needs), WALTER_FAULT, DATABASE_URL, PHX_HOST
use strict;
use warnings;
use IO::Socket::INET;

$| = 1;
$SIG{TERM} = $SIG{INT} = sub { exit 0 };
$SIG{PIPE} = 'IGNORE';
$ENV{PGCONNECT_TIMEOUT} //= 3;
$ENV{PHX_HOST} //= '';
my ($release, $need, $fault) = ($ENV{WALTER_RELEASE}, $ENV{WALTER_SCHEMA}, $ENV{WALTER_FAULT} // '');
my %reason = (200 => 'OK', 302 => 'Found', 404 => 'Not Found', 421 => 'Misdirected Request', 503 => 'Service Unavailable');

# The exit status of one statement, and what it answered.
sub sql {
  my ($statement) = @_;
  open my $psql, '-|', 'psql', '-qtAX', '-v', 'ON_ERROR_STOP=1', '-d', $ENV{DATABASE_URL}, '-c', $statement or die;
  my $answer = join '', <$psql>;
  close $psql;
  return ($? >> 8, $answer =~ s/\s+$//r);
}

# The schema's version, 0 where there is none yet, undef where the database does not answer.
sub schema {
  my ($status, $version) = sql("select to_regclass('walter_schema') is not null");
  return undef if $status;
  return 0 if $version ne 't';
  return (sql('select coalesce(max(version), 0) from walter_schema'))[1];
}

# Each step commits by itself, as migrations that cannot run in one transaction do.
sub setup {
  my ($status) = sql('create table if not exists walter_schema(version int primary key, release text)');
  my $have = schema() // die "database unavailable\n";
  for my $version ($have + 1 .. $need) {
    if ($fault eq 'half-migration' && $version == $need) { print "migration $version failed\n"; return 1 }
    ($status) = sql("insert into walter_schema values ($version, '$release')");
    return $status if $status;
  }
  print "schema is now $need (release $release)\n";
  return 0;
}

# Status, body and more headers for one path.
sub answer {
  my ($path, $host) = @_;
  return (421, '{"status":"unknown host"}') if $host !~ /^\Q$ENV{PHX_HOST}\E(:\d+)?$/i;
  return (200, '{"status":"alive"}') if $path eq '/health/live';
  my $have = schema();
  my $machine = $path =~ m{^/(api|health)(/|$)};
  return (503, '{"status":"database unavailable"}') unless defined $have;
  return (503, '{"status":"starting"}') if $fault eq 'never-ready' || $fault eq 'flaps' && time % 4;
  return (503, '{"status":"schema is newer than this release"}') if $have > $need;
  return (200, $have < $need ? '<h1>Migration required</h1>' : '<h1>Nothing to migrate</h1>') if $path eq '/migration-required';
  return (503, qq({"status":"migration required","have":$have,"need":$need})) if $have < $need && $machine;
  return (302, '', 'Location: /migration-required') if $have < $need;
  return (200, qq({"status":"ready","release":"$release"})) if $machine;
  return (200, "<h1>Walter $release</h1>");
}

sub serve {
  my $server = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => 8080, Listen => 64, ReuseAddr => 1) or die "listen: $!";
  print "walter $release (schema $need)\n";
  while (1) {
    my $client = $server->accept or next;
    my $request = <$client> // '';
    my $host = '';
    while (defined(my $header = <$client>)) {
      last if $header =~ /^\r?\n$/;
      $host = $1 if $header =~ /^host:\s*(\S+)/i;
    }
    my ($path) = $request =~ m{^\S+ ([^ ?]+)};
    my ($code, $body, @headers) = answer($path // '/', $host);
    my $type = $body =~ /^</ ? 'text/html' : 'application/json';
    print $client join("\r\n", "HTTP/1.1 $code $reason{$code}", "Content-Type: $type",
      'Content-Length: ' . length($body), 'Connection: close', @headers, '', $body);
    close $client;
  }
}

exit setup() if ($ARGV[0] // '') eq 'setup';
serve();
