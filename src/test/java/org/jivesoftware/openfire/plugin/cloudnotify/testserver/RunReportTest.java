package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    @TempDir
    private Path folder;

    @Test
    void saysWhatRanAndWhatWasSkippedAndWhy() throws Exception {
        Files.writeString(folder.resolve("TEST-org.example.FirstIT.xml"), """
                <testsuite><testcase name="passes(Scenario)" classname="org.example.FirstIT"/>
                <testcase name="fails" classname="org.example.FirstIT"><failure message="x"/></testcase>
                <testcase name="breaks" classname="org.example.FirstIT"><error message="x"/></testcase>
                <testcase name="cannot" classname="org.example.FirstIT"><skipped message="Openfire 4.9.2: it ends"/></testcase></testsuite>
                """);
        Files.writeString(folder.resolve("TEST-org.example.SecondIT.xml"), """
                <testsuite><testcase name="wavers" classname="org.example.SecondIT"><flakyFailure message="x"/></testcase>
                <testcase name="cannotEither" classname="org.example.SecondIT"><skipped message="Openfire 4.9.2: it ends"/></testcase>
                <testcase name="asks" classname="org.example.SecondIT"><skipped type="org.opentest4j.TestAbortedException"><![CDATA[\
                org.opentest4j.TestAbortedException: Assumption failed: Openfire 4.9.2: it has none
                \tat org.example.SecondIT.asks(SecondIT.java:1)
                ]]></skipped></testcase></testsuite>
                """);
        Files.writeString(folder.resolve("other.txt"), "not a report");
        var report = new RunReport();
        report.read(folder);
        assertEquals("""
                Openfire 4.9.2: 4 tests run, 2 passed, 2 failed, 3 skipped
                  failed: FirstIT.fails
                  failed: FirstIT.breaks
                  passed only when it was run again: SecondIT.wavers
                  skipped, since Openfire 4.9.2: it ends: FirstIT.cannot, SecondIT.cannotEither
                  skipped, since Openfire 4.9.2: it has none: SecondIT.asks
                """, report.text(new UnpackedOpenfire(folder, "4.9.2")).replace("\r", ""));
    }
}
