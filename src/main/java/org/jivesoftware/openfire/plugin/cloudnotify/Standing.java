package org.jivesoftware.openfire.plugin.cloudnotify;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.HeldPush;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.OfflinePolicy;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.RoomChoice;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.UserStanding;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Pending;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcLocks;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.server.LockedAccounts;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OfflinePolicies;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionView;
import org.jspecify.annotations.Nullable;

/** What the rooms know of a user, for the console. */
final class Standing implements UserStanding {

    private final Core core;
    private final Pushing pushing;
    private final OfflinePolicies policies;
    private final JdbcLocks locks;
    private final @Nullable GroupChatting rooms;

    /** @param rooms null where there are none */
    Standing(Core core, Pushing pushing, @Nullable GroupChatting rooms) {
        this.core = core;
        this.pushing = pushing;
        this.rooms = rooms;
        this.policies = new OfflinePolicies(core.server);
        this.locks = new JdbcLocks(core.connections);
    }

    @Override
    public boolean exists(String username) {
        return core.accounts.exists(username);
    }

    @Override
    public List<String> similar(String username) {
        return core.accounts.similar(username);
    }

    @Override
    public boolean locked(String username) {
        return core.locked.test(username);
    }

    @Override
    public boolean lockedNow(String username) {
        core.locked.look(username);
        return core.locked.test(username);
    }

    @Override
    public List<String> lockedWithDevices(int most) throws StoreException {
        Stream<String> met = LockedAccounts.elsewhere() ? core.locked.known().stream() : Stream.empty();
        return Stream.concat(locks.withDevices(most).stream(), met).distinct().filter(this::lockedNow).limit(most).toList();
    }

    @Override
    public List<SessionView> sessions(String username) {
        return pushing.tracker.views(username);
    }

    @Override
    public int elsewhere(String username) {
        return pushing.sessions.elsewhere(username).size();
    }

    @Override
    public boolean hides(String username) throws StoreException {
        return pushing.privacy.wish(username);
    }

    @Override
    public boolean blocks(String username) {
        return core.accounts.blocks(username);
    }

    @Override
    public OfflinePolicy offline(String username) {
        return policies.of(username);
    }

    @Override
    public List<RoomChoice> rooms(String username) throws StoreException {
        return rooms == null ? List.of() : rooms.choices(username);
    }

    @Override
    public OfflinePolicy offline() {
        return policies.usual();
    }

    @Override
    public Map<String, String> resources(String username) throws StoreException {
        Map<String, String> resources = new HashMap<>();
        core.registrations.of(username).forEach(registration -> resources.put(registration.key().id(), registration.resource()));
        return resources;
    }

    @Override
    public @Nullable HeldPush held(RegistrationKey key) {
        Pending pending = pushing.outbox.held().of(key);
        return pending == null ? null : new HeldPush(pending.until());
    }

    @Override
    public List<RegistrationKey> held() {
        return pushing.outbox.held().keys();
    }

    @Override
    public Map<String, Instant> waiting() {
        Map<String, Instant> waiting = new HashMap<>();
        pushing.outbox.waiting().forEach(pending -> waiting.put(pending.key().id(), pending.since()));
        return waiting;
    }

    @Override
    public boolean undecided() {
        return !pushing.outbox.databaseAnswers();
    }

    @Override
    public boolean lockedElsewhere() {
        return LockedAccounts.elsewhere();
    }

    @Override
    public @Nullable Integer grace(String username) throws StoreException {
        return pushing.grace.wish(username);
    }
}
