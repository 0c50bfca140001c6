#!/usr/bin/env bash
# What three Web Push libraries make of a text that is longer than a push may hold: none refuses it, and two write what nobody can read.
#
# Packages: npm web-push 3.6.7 (with http_ece 1.2.1, which also decrypts here), com.interaso:webpush 1.3.0,
#   nl.martijndwars:web-push 5.1.2 with org.bouncycastle:bcprov-jdk18on 1.78.1.
# Behaviour: RFC 8291 allows one record only, and 4,096 bytes of body is what every push service takes: 3,993 bytes of text. Beyond that
#   npm's library first makes the body longer, and from 4,080 bytes of text on writes two records, which RFC 8291 forbids (http_ece reads
#   them, a browser need not). Both Java libraries write a single record of any length under a header that says 4,096: who splits the body
#   as the header says cannot decrypt it, so the push arrives and says nothing. Whoever sends has to count by himself.
# Seen: 2026-11-28, JDK 17, node 20; the output is the text at the end of this script.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"name":"finding","version":"1.0.0","private":true}' > package.json
npm install --silent --no-audit --no-fund http_ece@1.2.1 web-push@3.6.7 > npm.log 2>&1 || { cat npm.log >&2; exit 1; }
cat > pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>text</artifactId><version>1</version><dependencies>
<dependency><groupId>nl.martijndwars</groupId><artifactId>web-push</artifactId><version>5.1.2</version></dependency>
<dependency><groupId>com.interaso</groupId><artifactId>webpush</artifactId><version>1.3.0</version></dependency>
<dependency><groupId>org.bouncycastle</groupId><artifactId>bcprov-jdk18on</artifactId><version>1.78.1</version></dependency>
</dependencies></project>
POM
mvn -B -ntp -q dependency:copy-dependencies -DoutputDirectory=lib > maven.log 2>&1 || { cat maven.log >&2; exit 1; }
cat > Text.java <<'JAVA'
import com.interaso.webpush.VapidKeys;
import com.interaso.webpush.WebPush;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import nl.martijndwars.webpush.Encoding;
import nl.martijndwars.webpush.Notification;
import nl.martijndwars.webpush.PushService;
import nl.martijndwars.webpush.Subscription;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

class Text {
    public static void main(String[] args) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "BC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        WebPush one = new WebPush("mailto:admin@example.org", VapidKeys.generate());
        PushService two = new PushService(generator.generateKeyPair(), "mailto:admin@example.org");
        byte[] key = Base64.getUrlDecoder().decode(args[0]);
        byte[] auth = Base64.getUrlDecoder().decode(args[1]);
        for (int length : new int[] {3_993, 3_994, 5_000}) {
            byte[] text = "a".repeat(length).getBytes();
            Files.write(Path.of("webpush." + length), one.getBody(text, key, auth));
            Notification push = new Notification(new Subscription("https://push.example.org/a", new Subscription.Keys(args[0], args[1])),
                "a".repeat(length));
            Files.write(Path.of("nl-web-push." + length), two.preparePost(push, Encoding.AES128GCM).getEntity().getContent().readAllBytes());
        }
    }
}
JAVA
cat > text.js <<'JS'
const ece = require('http_ece'), webpush = require('web-push'), crypto = require('crypto'), fs = require('fs');
const { execFileSync } = require('child_process');
const browser = crypto.createECDH('prime256v1');
browser.generateKeys();
const auth = crypto.randomBytes(16).toString('base64url'), key = browser.getPublicKey().toString('base64url');
execFileSync('java', ['-cp', 'lib/*', 'Text.java', key, auth], { stdio: ['ignore', 'ignore', fs.openSync('log.txt', 'w')] });
for (const length of [3993, 3994, 5000]) {
  const made = webpush.generateRequestDetails({ endpoint: 'https://push.example.org/a', keys: { p256dh: key, auth } }, 'a'.repeat(length));
  fs.writeFileSync('npm-web-push.' + length, made.body);
  for (const library of ['npm-web-push', 'webpush', 'nl-web-push']) {
    const body = fs.readFileSync(library + '.' + length), size = body.readUInt32BE(16), head = 21 + body[20];
    let read;
    try {
      read = ece.decrypt(body, { version: 'aes128gcm', privateKey: browser, authSecret: auth }).length + ' bytes read';
    } catch (e) {
      read = 'not read';
    }
    console.log(`${length} ${library}: body ${body.length}, record size ${size}, records by that ${Math.ceil((body.length - head) / size)}, ${read}`);
  }
}
JS
node text.js > seen.txt 2> node.txt || { cat node.txt log.txt >&2; exit 1; }
cat > expected.txt <<'SEEN'
3993 npm-web-push: body 4096, record size 4096, records by that 1, 3993 bytes read
3993 webpush: body 4096, record size 4096, records by that 1, 3993 bytes read
3993 nl-web-push: body 4096, record size 4096, records by that 1, 3993 bytes read
3994 npm-web-push: body 4097, record size 4096, records by that 1, 3994 bytes read
3994 webpush: body 4097, record size 4096, records by that 1, 3994 bytes read
3994 nl-web-push: body 4097, record size 4096, records by that 1, 3994 bytes read
5000 npm-web-push: body 5120, record size 4096, records by that 2, 5000 bytes read
5000 webpush: body 5103, record size 4096, records by that 2, not read
5000 nl-web-push: body 5103, record size 4096, records by that 2, not read
SEEN
diff expected.txt seen.txt && echo "Three Web Push libraries still write what no push may be, and none says so."
