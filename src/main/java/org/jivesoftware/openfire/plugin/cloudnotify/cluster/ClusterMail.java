package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ErrorOfRelay;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushedElsewhere;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.xmpp.packet.JID;

/**
 * Writes and reads mail between nodes: for each message its kind, its length and its content, so that a node passes over what only a
 * newer version of the plugin knows.
 */
final class ClusterMail {

    private static final int CHANGED = 1;
    private static final int EVERYTHING_CHANGED = 2;
    private static final int ONLINE = 3;
    private static final int PUSHED = 4;
    private static final int SEEN = 5;
    // Those that follow version 1.0 passes over.
    private static final int FROM = 6;
    private static final int GOODBYE = 7;
    private static final int REMOVED = 8;
    private static final int COUNTED = 9;
    private static final int QUESTION = 10;
    private static final int ANSWER = 11;
    private static final int UNCOUNTED = 12;
    private static final int READ = 13;
    private static final int ATTENDED = 14;
    private static final int SERVICE_FAILS = 15;
    private static final int SERVICE_WORKS = 16;
    private static final int UNCLAIMED = 17;

    private ClusterMail() {
    }

    static byte[] write(Collection<ClusterMessage> messages) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream mail = new DataOutputStream(bytes);
            for (ClusterMessage message : messages) {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                mail.writeByte(write(message, new DataOutputStream(content)));
                mail.writeInt(content.size());
                content.writeTo(mail);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail", e);
        }
    }

    private static int write(ClusterMessage message, DataOutputStream out) throws IOException {
        if (message instanceof ClusterMessage.Changed changed) {
            text(out, changed.username());
            return CHANGED;
        } else if (message instanceof ClusterMessage.Online online) {
            key(out, online.key());
            return ONLINE;
        } else if (message instanceof ClusterMessage.Pushed pushed) {
            key(out, pushed.key());
            return PUSHED;
        } else if (message instanceof ClusterMessage.Seen seen) {
            PushedElsewhere push = seen.push();
            key(out, push.key());
            out.writeLong(push.fingerprint().high());
            out.writeLong(push.fingerprint().low());
            out.writeBoolean(push.unique());
            out.writeLong(push.journey().number());
            out.writeBoolean(push.stamp() != null);
            out.writeLong(push.stamp() == null ? 0 : push.stamp());
            out.writeBoolean(push.copy());
            out.writeLong(push.seen());
            out.writeBoolean(push.request());
            return SEEN;
        }
        return writeNewer(message, out);
    }

    private static int writeNewer(ClusterMessage message, DataOutputStream out) throws IOException {
        if (message instanceof ClusterMessage.From from) {
            text(out, from.node());
            text(out, from.member().text());
            return FROM;
        } else if (message instanceof ClusterMessage.Removed removed) {
            key(out, removed.key());
            return REMOVED;
        } else if (message instanceof ClusterMessage.Counted counted) {
            key(out, counted.key());
            out.writeInt(counted.more());
            out.writeInt(counted.total());
            out.writeLong(counted.serial());
            return COUNTED;
        } else if (message instanceof ClusterMessage.Question question) {
            out.writeLong(question.id());
            text(out, question.what().name());
            text(out, question.username());
            return QUESTION;
        } else if (message instanceof ClusterMessage.Answer answer) {
            out.writeLong(answer.id());
            out.writeBoolean(answer.yes());
            return ANSWER;
        } else if (message instanceof ClusterMessage.ServiceFails fails) {
            text(out, fails.service().name());
            return SERVICE_FAILS;
        } else if (message instanceof ClusterMessage.ServiceWorks works) {
            text(out, works.service().name());
            return SERVICE_WORKS;
        } else if (message instanceof ClusterMessage.Unclaimed unclaimed) {
            ErrorOfRelay error = unclaimed.error();
            text(out, error.id());
            text(out, error.from().toString());
            text(out, error.reply().kind().name());
            text(out, error.reply().condition());
            out.writeBoolean(error.reply().undelivered());
            return UNCLAIMED;
        }
        return writeOfUsers(message, out);
    }

    private static int writeOfUsers(ClusterMessage message, DataOutputStream out) throws IOException {
        if (message instanceof ClusterMessage.Uncounted uncounted) {
            key(out, uncounted.key());
            out.writeInt(uncounted.less());
            out.writeLong(uncounted.serial());
            return UNCOUNTED;
        } else if (message instanceof ClusterMessage.Read read) {
            text(out, read.username());
            text(out, read.chat());
            text(out, read.upTo());
            out.writeLong(read.serial());
            return READ;
        } else if (message instanceof ClusterMessage.Attended attended) {
            text(out, attended.username());
            text(out, attended.resource());
            return ATTENDED;
        }
        return message instanceof ClusterMessage.Goodbye ? GOODBYE : EVERYTHING_CHANGED;
    }

    /**
     * @param mail as written by {@link #write}
     * @return its messages
     * @throws IOException if it is no mail
     */
    static List<ClusterMessage> read(byte[] mail) throws IOException {
        List<ClusterMessage> messages = new ArrayList<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(mail));
        try {
            while (in.available() > 0) {
                int kind = in.readUnsignedByte();
                DataInputStream content = new DataInputStream(new ByteArrayInputStream(bytes(in)));
                switch (kind) {
                    case CHANGED -> messages.add(new ClusterMessage.Changed(text(content)));
                    case EVERYTHING_CHANGED -> messages.add(new ClusterMessage.EverythingChanged());
                    case ONLINE -> messages.add(new ClusterMessage.Online(key(content)));
                    case PUSHED -> messages.add(new ClusterMessage.Pushed(key(content)));
                    case SEEN -> messages.add(new ClusterMessage.Seen(pushed(content)));
                    case FROM -> messages.add(from(content));
                    case GOODBYE -> messages.add(new ClusterMessage.Goodbye());
                    case REMOVED -> messages.add(new ClusterMessage.Removed(key(content)));
                    case COUNTED -> messages.add(new ClusterMessage.Counted(key(content), content.readInt(), content.readInt(),
                        content.readLong()));
                    case QUESTION -> question(content, messages);
                    case ANSWER -> messages.add(new ClusterMessage.Answer(content.readLong(), content.readBoolean()));
                    case UNCOUNTED -> messages.add(new ClusterMessage.Uncounted(key(content), content.readInt(), content.readLong()));
                    case READ -> messages.add(new ClusterMessage.Read(text(content), text(content), text(content), content.readLong()));
                    case ATTENDED -> messages.add(new ClusterMessage.Attended(text(content), text(content)));
                    case SERVICE_FAILS -> messages.add(new ClusterMessage.ServiceFails(PushService.of(text(content))));
                    case SERVICE_WORKS -> messages.add(new ClusterMessage.ServiceWorks(PushService.of(text(content))));
                    case UNCLAIMED -> unclaimed(content, messages);
                    default -> { }
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("Not the mail of another node", e);
        }
        return messages;
    }

    private static ClusterMessage.From from(DataInputStream in) throws IOException {
        String node = text(in);
        Member member = Member.read(text(in));
        if (member == null) {
            throw new IOException("Nobody knows who writes");
        }
        return new ClusterMessage.From(node, member);
    }

    /** What this version cannot answer it passes over; the other one does not wait long. */
    private static void question(DataInputStream in, List<ClusterMessage> messages) throws IOException {
        long id = in.readLong();
        String what = text(in);
        String username = text(in);
        for (ClusterMessage.Matter matter : ClusterMessage.Matter.values()) {
            if (matter.name().equals(what)) {
                messages.add(new ClusterMessage.Question(id, matter, username));
            }
        }
    }

    /** What a newer version makes of an error is passed over, where this one does not know it. */
    private static void unclaimed(DataInputStream in, List<ClusterMessage> messages) throws IOException {
        String id = text(in);
        JID from = new JID(text(in));
        String name = text(in);
        String condition = text(in);
        boolean undelivered = in.readBoolean();
        for (Reply.Kind kind : Reply.Kind.values()) {
            if (kind.name().equals(name)) {
                messages.add(new ClusterMessage.Unclaimed(new ErrorOfRelay(id, from, new Reply(kind, condition, undelivered))));
            }
        }
    }

    private static PushedElsewhere pushed(DataInputStream in) throws IOException {
        RegistrationKey key = key(in);
        Fingerprint fingerprint = new Fingerprint(in.readLong(), in.readLong());
        boolean unique = in.readBoolean();
        Journey journey = new Journey(in.readLong(), Journey.Origin.ELSEWHERE);
        boolean stamped = in.readBoolean();
        long stamp = in.readLong();
        boolean copy = in.readBoolean();
        long seen = in.readLong();
        // Version 1.0 did not say.
        boolean request = in.available() > 0 && in.readBoolean();
        return new PushedElsewhere(key, fingerprint, unique, request, journey, stamped ? Long.valueOf(stamp) : null, copy, seen);
    }

    private static void key(DataOutputStream out, RegistrationKey key) throws IOException {
        text(out, key.username());
        text(out, key.service().toString());
        text(out, key.node() == null ? "" : key.node());
    }

    private static RegistrationKey key(DataInputStream in) throws IOException {
        return new RegistrationKey(text(in), new JID(text(in)), text(in));
    }

    /** Not {@code writeUTF}, which ends at 64 KB. */
    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("Mail ends early");
        }
        return in.readNBytes(length);
    }
}
