package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LackTest {

    @Test
    void holdsFromTheFirstVersionToTheOneThatHasItNoLonger() {
        List<String> with = List.of("4.8", "4.8.0", "4.9.2", "4.10.1", "5.0.5", "5.0.6-SNAPSHOT");
        List<String> without = List.of("4.2.0", "4.7.5", "5.1", "5.1.0", "5.1.1-beta", "5.2.0-SNAPSHOT", "10.0.0");
        assertEquals(with, with.stream().filter(Lack.LOST_CONNECTION_ENDS_SESSION::holds).toList());
        assertEquals(List.of(), without.stream().filter(Lack.LOST_CONNECTION_ENDS_SESSION::holds).toList());
    }
}
