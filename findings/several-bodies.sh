#!/usr/bin/env bash
# A message may have a body for each language (RFC 6121, 5.2.3), and other elements that happen to be called body in a namespace of
# their own. Which text is "the body"? Four libraries give three answers.
#
# Packages: org.igniterealtime:tinder 1.3.0 (Openfire 4.2.0's), org.igniterealtime.smack:smack-java8 4.4.8, npm stanza 12.22.1,
#   npm @xmpp/xml 0.14.0.
# Behaviour: tinder and @xmpp/xml take the first child of that name, whatever its namespace and its language: a server that asks tinder for
#   the body of a message may get another extension's text, and one that stores or pushes it, too. Smack and stanza take those of the
#   stanza's namespace, and prefer the one without a language. Where each has a language of its own, Smack says that there is no body, and
#   stanza takes the first.
# Seen: 2026-11-27, JDK 17, Node.js 20; the output is the text at the end of this script.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>bodies</artifactId><version>1</version><dependencies>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>1.7.36</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
<dependency><groupId>org.igniterealtime</groupId><artifactId>tinder</artifactId><version>1.3.0</version></dependency>
<dependency><groupId>org.igniterealtime.smack</groupId><artifactId>smack-java8</artifactId><version>4.4.8</version></dependency>
</dependencies></project>
POM
mvn -B -ntp -q dependency:copy-dependencies -DoutputDirectory=lib > maven.log 2>&1 || { cat maven.log >&2; exit 1; }
npm install --no-audit --no-fund --prefix "$work/npm" stanza@12.22.1 @xmpp/xml@0.14.0 > npm.log 2>&1 || { cat npm.log >&2; exit 1; }
cat > cases.txt <<'CASES'
<body xmlns='urn:example:other'>foreign</body><body>own</body>
<body xmlns='urn:example:other'>foreign</body>
<body xml:lang='de'>Hallo</body><body>Hello</body>
<body xml:lang='de'>Hallo</body><body xml:lang='fr'>Salut</body>
CASES
cat > Bodies.java <<'JAVA'
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dom4j.io.SAXReader;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.util.PacketParserUtils;

class Bodies {
    public static void main(String[] args) throws Exception {
        for (String children : Files.readAllLines(Path.of("cases.txt"))) {
            String message = "<message xmlns='jabber:client' type='chat'>" + children + "</message>";
            String tinder = new org.xmpp.packet.Message(new SAXReader().read(new StringReader(message)).getRootElement()).getBody();
            Message smack = PacketParserUtils.parseStanza(message);
            System.out.println(children + ": tinder " + tinder + ", smack " + smack.getBody());
        }
    }
}
JAVA
cat > npm/bodies.js <<'JS'
const { readFileSync } = require('node:fs');
const { createClient, JXT } = require('stanza');
const { default: parse } = require('@xmpp/xml/lib/parse.js');
const stanzas = createClient({ jid: 'user@example.org' }).stanzas;
for (const children of readFileSync('cases.txt', 'utf8').trim().split('\n')) {
    const message = `<message xmlns='jabber:client' type='chat'>${children}</message>`;
    const read = stanzas.import(JXT.parse(message));
    console.log(`${children}: stanza ${read.body}, @xmpp/xml ${parse(message).getChildText('body')}`);
}
JS
{
    java -cp 'lib/*' Bodies.java 2> log.txt || { cat log.txt >&2; exit 1; }
    node npm/bodies.js
} > seen.txt
cat > expected.txt <<'EXPECTED'
<body xmlns='urn:example:other'>foreign</body><body>own</body>: tinder foreign, smack own
<body xmlns='urn:example:other'>foreign</body>: tinder foreign, smack null
<body xml:lang='de'>Hallo</body><body>Hello</body>: tinder Hallo, smack Hello
<body xml:lang='de'>Hallo</body><body xml:lang='fr'>Salut</body>: tinder Hallo, smack null
<body xmlns='urn:example:other'>foreign</body><body>own</body>: stanza own, @xmpp/xml foreign
<body xmlns='urn:example:other'>foreign</body>: stanza undefined, @xmpp/xml foreign
<body xml:lang='de'>Hallo</body><body>Hello</body>: stanza Hello, @xmpp/xml Hallo
<body xml:lang='de'>Hallo</body><body xml:lang='fr'>Salut</body>: stanza Hallo, @xmpp/xml Hallo
EXPECTED
cat seen.txt
diff expected.txt seen.txt && echo "tinder 1.3.0, Smack 4.4.8, stanza 12.22.1 and @xmpp/xml 0.14.0 still differ about what the body is."
