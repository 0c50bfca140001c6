#!/usr/bin/env bash
# Smack remembers the type of a form's variable for ever: a second form with the same FORM_TYPE may not give it another.
#
# Package: org.igniterealtime.smack:smack-extensions 4.4.8.
# Behaviour: each parsed form registers its variables' types under its FORM_TYPE, process-wide. A later form that has one of the
#   variables with another type (an ad-hoc command whose first step asks for one account, and whose second for several; or two
#   servers, or two commands, that chose differently) is refused with an IllegalArgumentException from the parser, which ends the
#   connection that it came from. XEP-0068 lets a variable have one type for each FORM_TYPE, but XEP-0133 has only one FORM_TYPE
#   for all administrators' commands. In the other order the same happens. A form without FORM_TYPE is never refused. So each
#   step of a command that has another type for a variable needs another FORM_TYPE.
# Seen: 2026-11-27, JDK 17; the output is the text at the end of this script.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>forms</artifactId><version>1</version><dependencies>
<dependency><groupId>org.igniterealtime.smack</groupId><artifactId>smack-java8</artifactId><version>4.4.8</version></dependency>
<dependency><groupId>org.igniterealtime.smack</groupId><artifactId>smack-extensions</artifactId><version>4.4.8</version></dependency>
</dependencies></project>
POM
mvn -B -ntp -q dependency:copy-dependencies -DoutputDirectory=lib > maven.log 2>&1 || { cat maven.log >&2; exit 1; }
cat > Forms.java <<'JAVA'
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smackx.xdata.provider.DataFormProvider;

class Forms {
    public static void main(String[] args) {
        String hidden = "<field type='hidden' var='FORM_TYPE'><value>urn:example:device</value></field>";
        System.out.println("step 1, a list: " + parse(hidden, "list-single"));
        System.out.println("the same again: " + parse(hidden, "list-single"));
        System.out.println("step 2, a text: " + parse(hidden, "text-single"));
        System.out.println("the text, no FORM_TYPE: " + parse("", "text-single"));
        System.out.println("the text, another FORM_TYPE: " + parse(hidden.replace("device", "device:2"), "text-single"));
    }

    private static String parse(String hidden, String type) {
        String form = "<x xmlns='jabber:x:data' type='form'>" + hidden + "<field type='" + type + "' var='device'><value>a</value></field></x>";
        try {
            return new DataFormProvider().parse(PacketParserUtils.getParserFor(form)).getField("device").getType().toString();
        } catch (Exception e) {
            return e.getClass().getName();
        }
    }
}
JAVA
java -cp 'lib/*' Forms.java > seen.txt 2> log.txt || { cat log.txt >&2; exit 1; }
cat > expected.txt <<'SEEN'
step 1, a list: list-single
the same again: list-single
step 2, a text: java.lang.IllegalArgumentException
the text, no FORM_TYPE: text-single
the text, another FORM_TYPE: text-single
SEEN
diff expected.txt seen.txt && echo "Smack 4.4.8 still refuses a second type for a variable."
