#!/usr/bin/env bash
# A message type that nobody knows is a normal message (RFC 6121, 5.2.2). Three libraries read it in three ways.
#
# Packages: org.igniterealtime:tinder 1.3.0 (Openfire 4.2.0's), org.igniterealtime.smack:smack-core 4.4.8, npm stanza 12.22.1.
# Behaviour: tinder builds the message, and getType() throws IllegalArgumentException when somebody asks later: whoever asks a
#   message that passes for its type has to expect that. Smack refuses the whole stanza while it is parsed, which is told to its
#   handler of unparsable stanzas; the empty type as well; "Chat" with a capital is "chat" to it. stanza hands on what is written
#   there. All three take a message without a type for normal, stanza by leaving the type out.
# Seen: 2026-11-27, JDK 17, Node.js 20; the output is the text at the end of this script.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>types</artifactId><version>1</version><dependencies>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>1.7.36</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
<dependency><groupId>org.igniterealtime</groupId><artifactId>tinder</artifactId><version>1.3.0</version></dependency>
<dependency><groupId>org.igniterealtime.smack</groupId><artifactId>smack-java8</artifactId><version>4.4.8</version></dependency>
</dependencies></project>
POM
mvn -B -ntp -q dependency:copy-dependencies -DoutputDirectory=lib > maven.log 2>&1 || { cat maven.log >&2; exit 1; }
npm install --silent --no-audit --no-fund --prefix "$work/npm" stanza@12.22.1 > npm.log 2>&1 || { cat npm.log >&2; exit 1; }
cat > Types.java <<'JAVA'
import java.io.StringReader;
import java.util.concurrent.Callable;
import org.dom4j.io.SAXReader;
import org.jivesoftware.smack.util.PacketParserUtils;

class Types {
    public static void main(String[] args) {
        for (String type : new String[] {"", " type='chat'", " type='Chat'", " type='announcement'", " type=''"}) {
            String message = "<message xmlns='jabber:client'" + type + "><body>x</body></message>";
            System.out.println("message" + type + ": tinder " + read(() -> new org.xmpp.packet.Message(
                new SAXReader().read(new StringReader(message)).getRootElement()).getType())
                + ", smack " + read(() -> ((org.jivesoftware.smack.packet.Message) PacketParserUtils.parseStanza(message)).getType()));
        }
    }

    private static String read(Callable<?> reading) {
        try {
            return reading.call().toString();
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }
}
JAVA
cat > npm/types.js <<'JS'
const { createClient, JXT } = require('stanza');
const stanzas = createClient({ jid: 'user@example.org' }).stanzas;
for (const type of ['', " type='chat'", " type='Chat'", " type='announcement'", " type=''"]) {
    const message = stanzas.import(JXT.parse(`<message xmlns='jabber:client'${type}><body>x</body></message>`));
    console.log(`message${type}: stanza ${message.type}`);
}
JS
{
    java -cp 'lib/*' Types.java 2> log.txt || { cat log.txt >&2; exit 1; }
    node npm/types.js
} > seen.txt
cat > expected.txt <<'SEEN'
message: tinder normal, smack normal
message type='chat': tinder chat, smack chat
message type='Chat': tinder IllegalArgumentException, smack chat
message type='announcement': tinder IllegalArgumentException, smack IllegalArgumentException
message type='': tinder IllegalArgumentException, smack IllegalArgumentException
message: stanza undefined
message type='chat': stanza chat
message type='Chat': stanza Chat
message type='announcement': stanza announcement
message type='': stanza undefined
SEEN
diff expected.txt seen.txt && echo "tinder 1.3.0, Smack 4.4.8 and stanza 12.22.1 still read unknown message types in three ways."
