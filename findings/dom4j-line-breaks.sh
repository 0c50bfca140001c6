#!/usr/bin/env bash
# A stanza that dom4j read and wrote says something else: carriage returns in text, line breaks and tabs in attributes.
#
# Package: org.dom4j:dom4j 2.1.4 (what current Openfires parse and write every stanza with) and 2.0.0 (Openfire 4.2.0's).
# Behaviour: asXML() writes U+000D in text, and U+000A and U+0009 in attribute values, as they are instead of as character
#   references. A parser must turn them into U+000A, and into blanks (XML 1.0, 2.11 and 3.3.3). So the second server on the way
#   reads another text, and another id: what compares stanzas by id or by text (a receipt, a correction, a fingerprint over a
#   stored copy) does not find what it looks for.
# Seen: 2026-11-27, JDK 17; the output is the text at the end of this script.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > Lines.java <<'JAVA'
import java.io.StringReader;
import org.dom4j.Element;
import org.dom4j.io.SAXReader;

class Lines {
    public static void main(String[] args) throws Exception {
        String[] stanzas = {"<message id='one'><body>first&#13;second</body></message>", "<message id='a&#10;b&#9;c'><body>x</body></message>",
            "<message id='two'><body>first&#10;second</body></message>"};
        for (String stanza : stanzas) {
            Element first = read(stanza);
            Element second = read(first.asXML());
            System.out.println("id " + ascii(first.attributeValue("id")) + " -> " + ascii(second.attributeValue("id"))
                + ", body " + ascii(first.elementText("body")) + " -> " + ascii(second.elementText("body")));
        }
    }

    private static Element read(String xml) throws Exception {
        return new SAXReader().read(new StringReader(xml)).getRootElement();
    }

    private static String ascii(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append(c >= 32 && c < 127 ? "" + (char) c : String.format("[%02x]", c)));
        return out.toString();
    }
}
JAVA
for version in 2.0.0 2.1.4; do
    cat > pom.xml <<POM
<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>lines</artifactId><version>1</version><dependencies>
<dependency><groupId>org.dom4j</groupId><artifactId>dom4j</artifactId><version>$version</version></dependency>
</dependencies></project>
POM
    mvn -B -ntp -q dependency:copy-dependencies -DoutputDirectory="lib-$version" > maven.log 2>&1 || { cat maven.log >&2; exit 1; }
    echo "dom4j $version"
    java -cp "lib-$version/dom4j-$version.jar" Lines.java
done > seen.txt
cat > expected.txt <<'SEEN'
dom4j 2.0.0
id one -> one, body first[0d]second -> first[0a]second
id a[0a]b[09]c -> a b c, body x -> x
id two -> two, body first[0a]second -> first[0a]second
dom4j 2.1.4
id one -> one, body first[0d]second -> first[0a]second
id a[0a]b[09]c -> a b c, body x -> x
id two -> two, body first[0a]second -> first[0a]second
SEEN
diff expected.txt seen.txt && echo "dom4j 2.0.0 and 2.1.4 still write what a parser reads as another text."
