package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Whole;
import org.jivesoftware.openfire.plugin.cloudnotify.room.OfflineSwitch;
import org.jspecify.annotations.Nullable;

/**
 * What the server's group chat services, and by them their rooms, announce and answer: that pushes can be enabled there as at the account,
 * and that a room can be told to wake who is away. Services that are made later are found when somebody asks them something. Thread-safe.
 */
public final class GroupChatServices implements AutoCloseable {

    private static final List<String> OF_SWITCH = List.of(OfflineSwitch.REGISTER, OfflineSwitch.FEATURE);

    private final @Nullable MultiUserChatManager manager;
    private final List<IQHandler> handlers;
    private final List<String> always;
    private final BooleanSupplier switchable;
    private final Map<String, Equipped> equipped = new ConcurrentHashMap<>();
    private boolean closed;

    private record Equipped(MultiUserChatService service, boolean switchable) {
    }

    /**
     * Equips the services that there are.
     *
     * @param manager Openfire's, or null where there is none
     * @param handlers answer what the services do not
     * @param always what they announce in any case
     * @param switchable whether rooms wake who is away at present
     */
    public GroupChatServices(@Nullable MultiUserChatManager manager, List<IQHandler> handlers, List<String> always,
                             BooleanSupplier switchable) {
        this.manager = manager;
        this.handlers = List.copyOf(handlers);
        this.always = List.copyOf(always);
        this.switchable = Objects.requireNonNull(switchable);
        if (manager != null) {
            Whole.begin(() -> equip(manager), this);
        }
    }

    private void equip(MultiUserChatManager all) {
        for (Object each : all.getMultiUserChatServices()) {
            equip((MultiUserChatService) each, switchable.getAsBoolean());
        }
    }

    /**
     * @param subdomain the first part of a service's domain
     * @return whether there is such a service; it is equipped then. Two look-ups.
     */
    boolean has(String subdomain) {
        MultiUserChatService service = manager == null ? null : manager.getMultiUserChatService(subdomain);
        if (service == null) {
            return false;
        }
        Equipped known = equipped.get(subdomain);
        boolean wanted = switchable.getAsBoolean();
        if (known == null || known.service() != service || known.switchable() != wanted) {
            equip(service, wanted);
        }
        return true;
    }

    private synchronized void equip(MultiUserChatService service, boolean wanted) {
        if (closed) {
            return;
        }
        Equipped known = equipped.get(service.getServiceName());
        if (known == null || known.service() != service) {
            known = new Equipped(service, false);
            equipped.put(service.getServiceName(), known);
            handlers.forEach(service::addIQHandler);
            always.forEach(service::addExtraFeature);
        }
        if (wanted != known.switchable()) {
            OF_SWITCH.forEach(wanted ? service::addExtraFeature : service::removeExtraFeature);
        }
        equipped.put(service.getServiceName(), new Equipped(service, wanted));
    }

    @Override
    public synchronized void close() {
        closed = true;
        equipped.values().forEach(each -> {
            handlers.forEach(each.service()::removeIQHandler);
            always.forEach(each.service()::removeExtraFeature);
            if (each.switchable()) {
                OF_SWITCH.forEach(each.service()::removeExtraFeature);
            }
        });
        equipped.clear();
    }
}
