#!/usr/bin/env bash
# Prosody's mod_unified_push answers 500, not 404, where the phone says that nobody there knows the app any more.
#
# Packages: Debian 12's prosody 0.12.3-1+deb12u1 and prosody-modules 0.0~hg20230223.556bf57d6417+dfsg-1, with its Lua 5.4; on a Debian 12 with
#   apt's lists and Python 3.
# Behaviour: who pushes to an endpoint of UnifiedPush learns by 404 that the registration has ended, and forgets it; 5xx means that it can be
#   tried again later (RFC 8030, section 7.3). The module looks for the stanza of the error where Prosody 0.12 does not put it, which fails, and
#   so the request ends with 500. So whoever heeds the difference goes on pushing to a phone without the app until the endpoint itself expires.
# Seen: 2026-11-28; 201 where the phone answers by a result, 500 where by the error item-not-found, 404 for an endpoint that never was.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
cd "$work"
mkdir -p archives/partial root certs data/localhost/accounts
apt-get -qq -o Debug::NoLocking=1 -o Dir::Cache::archives="$work/archives" --no-install-recommends --reinstall --download-only install \
    prosody=0.12.3-1+deb12u1 prosody-modules=0.0~hg20230223.556bf57d6417+dfsg-1 lua5.4=5.4.4-3+deb12u1 liblua5.4-0=5.4.4-3+deb12u1 \
    lua-expat=1.5.1-3 lua-filesystem=1.8.0-3 lua-sec=1.2.0-2 lua-socket=3.1.0-1+b1 > apt.log 2>&1 || { cat apt.log >&2; exit 1; }
for package in archives/*.deb; do dpkg -x "$package" root; done
usr="$work/root/usr"
sed -i "s#^CFG_SOURCEDIR=.*#CFG_SOURCEDIR='$usr/lib/prosody'#; s#^CFG_PLUGINDIR=.*#CFG_PLUGINDIR='$usr/lib/prosody/modules/'#;
    s#^CFG_CONFIGDIR=.*#CFG_CONFIGDIR='$work'#; s#^CFG_DATADIR=.*#CFG_DATADIR='$work/data'#" "$usr/bin/prosody"
read -r c2s http < <(python3 -c "
import socket
all = [socket.socket() for _ in range(2)]
[each.bind(('127.0.0.1', 0)) for each in all]
print(*[each.getsockname()[1] for each in all])")
cat > prosody.cfg.lua <<LUA
run_as_root = true
data_path = "$work/data"
pidfile = "$work/prosody.pid"
log = { info = "$work/prosody.log" }
interfaces = { "127.0.0.1" }
c2s_ports = { $c2s }
c2s_direct_tls_ports = {}
http_interfaces = { "127.0.0.1" }
http_ports = { $http }
https_ports = {}
modules_enabled = { "saslauth", "disco", "unified_push" }
modules_disabled = { "s2s", "tls" }
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
unified_push_backend = "storage"
http_external_url = "http://localhost:$http/"
VirtualHost "localhost"
LUA
echo 'return { ["password"] = "secret" };' > data/localhost/accounts/phone.dat
cat > phone.py <<'PYTHON'
import base64, re, socket, sys, threading, time, urllib.error, urllib.request

c2s = int(sys.argv[1])
UP = "http://gultsch.de/xmpp/drafts/unified-push"


class Phone:
    """Reads no XML: it looks for the ends of what it waits for."""

    def __init__(self):
        self.text = ""
        for attempt in range(100):
            try:
                self.socket = socket.create_connection(("127.0.0.1", c2s), 30)
                break
            except ConnectionRefusedError:
                time.sleep(.1)
        self.open()
        self.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%s</auth>"
                  % base64.b64encode(b"\0phone\0secret").decode())
        self.wait("<success")
        self.open()
        self.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>a</resource></bind></iq>")
        self.wait("</iq>")

    def open(self):
        self.send("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
                  "version='1.0' to='localhost'>")
        self.wait("</stream:features>")

    def send(self, text):
        self.socket.sendall(text.encode())

    def wait(self, end):
        while end not in self.text:
            self.text += self.socket.recv(65536).decode()
        read, self.text = self.text, ""
        return read

    def register(self):
        same = base64.b64encode(bytes(32)).decode()
        self.send("<iq type='set' id='r' to='localhost'><register xmlns='%s' application='%s' instance='%s'/></iq>" % (UP, same, same))
        return re.search("endpoint='([^']*)'", self.wait("</iq>")).group(1)

    def answer(self, known):
        push = re.search("<iq [^>]*id='([^']*)'", self.wait("</iq>")).group(1)
        self.send("<iq to='localhost' id='%s' type='%s'" % (push, "result" if known else "error") + ("/>" if known else
                  "><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"))


def status(endpoint):
    try:
        return urllib.request.urlopen(urllib.request.Request(endpoint, b"x", method="POST"), timeout=30).status
    except urllib.error.HTTPError as error:
        return error.code


phone = Phone()
endpoint = phone.register()
seen = []
for known in (True, False):
    answer = threading.Thread(target=phone.answer, args=(known,))
    answer.start()
    seen.append(status(endpoint))
    answer.join()
seen.append(status(endpoint + "x"))
print(*seen)
PYTHON
export LUA_PATH="$usr/share/lua/5.4/?.lua;$usr/share/lua/5.4/?/init.lua" LUA_CPATH="$(echo "$usr"/lib/*/lua/5.4)/?.so"
LD_LIBRARY_PATH="$(echo "$usr"/lib/*-linux-gnu)" "$usr/bin/lua5.4" "$usr/bin/prosody" -F --config "$work/prosody.cfg.lua" > prosody.out 2>&1 &
server=$!
seen=$(python3 phone.py "$c2s") || { cat prosody.out prosody.log >&2; exit 1; }
echo "result, item-not-found, an endpoint that never was: $seen"
[ "$seen" = "201 500 404" ] || { echo "That has changed" >&2; exit 1; }
