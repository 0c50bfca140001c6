package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.CloudNotifyPlugin;
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
        for (Object task : new Object[] {new ClusterTaskMail(mail), new ClusterMailTask(mail)}) {
            byte[] first = serialised(task);
            Object there = new ObjectInputStream(new ByteArrayInputStream(first)).readObject();
            assertArrayEquals(first, serialised(there));
        }
    }

    @Test
    void aNodeWithVersion10KnowsTheClass() {
        assertEquals(-2594272897072474901L, ObjectStreamClass.lookup(ClusterTaskMail.class).getSerialVersionUID());
        assertFalse(Externalizable.class.isAssignableFrom(ClusterTaskMail.class.getSuperclass()));
    }

    @Test
    void thePluginHasTheDoorsThatMailOfEitherVersionKnocksAt() throws NoSuchMethodException {
        for (String door : new String[] {"receive", "receiveMail"}) {
            assertTrue(Modifier.isPublic(CloudNotifyPlugin.class.getMethod(door, byte[].class).getModifiers()));
        }
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
