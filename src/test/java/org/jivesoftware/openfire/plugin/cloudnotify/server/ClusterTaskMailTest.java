package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** That mail survives Java's serialisation, which clustering plugins use. */
class ClusterTaskMailTest {

    private static byte[] serialised(Object task) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(task);
        }
        return bytes.toByteArray();
    }

    @Test
    void thereAndBack() throws Exception {
        byte[] mail = new byte[300_000];
        new Random(1).nextBytes(mail);
        byte[] first = serialised(new ClusterTaskMail(mail));
        Object there = new ObjectInputStream(new ByteArrayInputStream(first)).readObject();
        assertArrayEquals(first, serialised(there));
    }

    @Test
    void aLengthThatIsNoneIsRefused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeInt(-1);
        }
        ClusterTaskMail mail = new ClusterTaskMail();
        ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertThrows(IOException.class, () -> mail.readExternal(in));
    }
}
