#!/usr/bin/env bash
# Two Java libraries for Web Push sign for two different audiences, and neither for the endpoint's origin in all cases.
#
# Packages: nl.martijndwars:web-push 5.1.2 with org.bouncycastle:bcprov-jdk18on 1.78.1, com.interaso:webpush 1.3.0.
# Behaviour: RFC 8292 wants the "aud" of a VAPID token to be the origin of the endpoint as RFC 6454 writes it: lower-case host, the
#   port only where it is not the scheme's own. The first library leaves every port out (so a push service on port 8443 is told of
#   another origin, and may refuse), the second keeps even ":443" and upper-case letters. A service that compares strings accepts
#   the common https://host/… from both, and of the others at most one.
# Seen: 2026-11-27, JDK 17; the output is the text at the end of this script.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>audience</artifactId><version>1</version><dependencies>
<dependency><groupId>nl.martijndwars</groupId><artifactId>web-push</artifactId><version>5.1.2</version></dependency>
<dependency><groupId>com.interaso</groupId><artifactId>webpush</artifactId><version>1.3.0</version></dependency>
<dependency><groupId>org.bouncycastle</groupId><artifactId>bcprov-jdk18on</artifactId><version>1.78.1</version></dependency>
</dependencies></project>
POM
mvn -B -ntp -q dependency:copy-dependencies -DoutputDirectory=lib > maven.log 2>&1 || { cat maven.log >&2; exit 1; }
cat > Audience.java <<'JAVA'
import com.interaso.webpush.VapidKeys;
import com.interaso.webpush.WebPush;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import nl.martijndwars.webpush.Encoding;
import nl.martijndwars.webpush.Notification;
import nl.martijndwars.webpush.PushService;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

class Audience {
    public static void main(String[] args) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "BC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair browser = generator.generateKeyPair();
        PushService one = new PushService(generator.generateKeyPair(), "mailto:admin@example.org");
        WebPush two = new WebPush("mailto:admin@example.org", VapidKeys.generate());
        for (String endpoint : new String[] {"https://push.example.org/a", "https://push.example.org:8443/a", "https://push.example.org:443/a",
            "https://PUSH.example.org/a"}) {
            Notification push = new Notification(endpoint, browser.getPublic(), new byte[16], "hello".getBytes(), 60);
            String token = one.preparePost(push, Encoding.AES128GCM).getFirstHeader("Authorization").getValue();
            String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
            System.out.println(endpoint + " web-push " + claims.replaceAll(".*\"aud\":\"([^\"]*)\".*", "$1") + " webpush " + two.getAudience(endpoint));
        }
    }
}
JAVA
java -cp 'lib/*' Audience.java > seen.txt 2> log.txt || { cat log.txt >&2; exit 1; }
cat > expected.txt <<'SEEN'
https://push.example.org/a web-push https://push.example.org webpush https://push.example.org
https://push.example.org:8443/a web-push https://push.example.org webpush https://push.example.org:8443
https://push.example.org:443/a web-push https://push.example.org webpush https://push.example.org:443
https://PUSH.example.org/a web-push https://PUSH.example.org webpush https://PUSH.example.org
SEEN
diff expected.txt seen.txt && echo "web-push 5.1.2 still leaves every port out of the audience, webpush 1.3.0 keeps every port."
