package org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.cluster.ClusterNodeInfo;
import org.jivesoftware.openfire.cluster.NodeID;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.util.cache.Cache;
import org.jivesoftware.util.cache.CacheFactoryStrategy;
import org.jivesoftware.util.cache.CacheWrapper;
import org.jivesoftware.util.cache.ClusterTask;
import org.jivesoftware.util.cache.ExternalizableUtil;

/**
 * Openfire's clustering over Hazelcast, as small as it can be: shared caches, locks and tasks. On loopback ports that are named, with
 * nothing that looks for others.
 */
public final class HazelcastStrategy implements CacheFactoryStrategy {
    /** JVM property: the ports of all nodes, that of this one first, with commas between them. */
    public static final String PORTS = "test.cluster.ports";

    private static final String HOST = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 30;
    private static final int COPIES = 2;
    private static final String NEVER_SECONDS = "100000";

    private volatile HazelcastInstance hazelcast;

    @Override
    public boolean startCluster() {
        ExternalizableUtil.getInstance().setStrategy(Bytes.fields());
        hazelcast = Hazelcast.newHazelcastInstance(config());
        Split.of(hazelcast);
        XMPPServer server = XMPPServer.getInstance();
        server.setNodeID(NodeID.getInstance(getClusterMemberID()));
        server.setRemoteSessionLocator(new RemoteSessions(this));
        server.getRoutingTable().setRemotePacketRouter(new RemoteRouter(this));
        InterceptorManager.getInstance().addInterceptor(new RemoteAnswers(this));
        hazelcast.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                if (!event.getMember().localMember()) {
                    ClusterManager.fireJoinedCluster(id(event.getMember()), true);
                }
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                Split.forgetComponents(id(event.getMember()));
                ClusterManager.fireLeftCluster(id(event.getMember()));
                if (isSeniorClusterMember()) {
                    ClusterManager.fireMarkedAsSeniorClusterMember();
                }
            }
        });
        ClusterManager.fireJoinedCluster(false);
        return true;
    }

    private static Config config() {
        String[] ports = System.getProperty(PORTS).split(",");
        var config = new Config();
        config.setClassLoader(HazelcastStrategy.class.getClassLoader());
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.partition.count", "31");
        // Parts that were split off are looked for when a test says so.
        config.setProperty("hazelcast.merge.first.run.delay.seconds", NEVER_SECONDS);
        config.setProperty("hazelcast.merge.next.run.delay.seconds", NEVER_SECONDS);
        // Each of three nodes has a copy of everything, so that nothing is lost with two of them.
        config.getMapConfig("default").setBackupCount(COPIES);
        config.getNetworkConfig().setPort(Integer.parseInt(ports[0])).setPortAutoIncrement(false).setPortCount(1);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(HOST);
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(Arrays.stream(ports).map(port -> HOST + ":" + port).toList());
        return config;
    }

    @Override
    public void stopCluster() {
        HazelcastInstance present = hazelcast;
        hazelcast = null;
        if (present != null) {
            present.shutdown();
            ClusterManager.fireLeftCluster();
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Cache createCache(String name) {
        return new SharedCache<Object, Object>(name, hazelcast.getMap(name));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void destroyCache(Cache cache) {
        hazelcast.getMap(cache.getName()).destroy();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Lock getLock(Object key, Cache cache) {
        Cache shared = cache instanceof CacheWrapper wrapper ? wrapper.getWrappedCache() : cache;
        return ((SharedCache<?, ?>) shared).lock(key);
    }

    @Override
    public boolean isSeniorClusterMember() {
        HazelcastInstance present = hazelcast;
        return present == null || oldest(present).localMember();
    }

    private static Member oldest(HazelcastInstance hazelcast) {
        return hazelcast.getCluster().getMembers().iterator().next();
    }

    @Override
    public Collection<ClusterNodeInfo> getClusterNodesInfo() {
        HazelcastInstance present = hazelcast;
        if (present == null) {
            return List.of();
        }
        Member senior = oldest(present);
        return present.getCluster().getMembers().stream().<ClusterNodeInfo>map(member -> new Node(id(member), member.equals(senior)))
                .toList();
    }

    @Override
    public ClusterNodeInfo getClusterNodeInfo(byte[] node) {
        return getClusterNodesInfo().stream().filter(info -> info.getNodeID().equals(node)).findAny().orElse(null);
    }

    private record Node(byte[] id, boolean senior) implements ClusterNodeInfo {
        @Override
        public String getHostName() {
            return HOST;
        }

        @Override
        public NodeID getNodeID() {
            return NodeID.getInstance(id);
        }

        @Override
        public long getJoinedTime() {
            return 0;
        }

        @Override
        public boolean isSeniorMember() {
            return senior;
        }
    }

    @Override
    public int getMaxClusterNodes() {
        return Integer.MAX_VALUE;
    }

    @Override
    public byte[] getSeniorClusterMemberID() {
        HazelcastInstance present = hazelcast;
        return present == null ? null : id(oldest(present));
    }

    @Override
    public byte[] getClusterMemberID() {
        HazelcastInstance present = hazelcast;
        return present == null ? null : id(present.getCluster().getLocalMember());
    }

    static byte[] id(Member member) {
        return member.getUuid().toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long getClusterTime() {
        HazelcastInstance present = hazelcast;
        return present == null ? System.currentTimeMillis() : present.getCluster().getClusterTime();
    }

    @Override
    public void doClusterTask(ClusterTask<?> task) {
        others().forEach(member -> submit(Call.task(task), member));
    }

    @Override
    public void doClusterTask(ClusterTask<?> task, byte[] node) {
        submit(Call.task(task), member(node));
    }

    @Override
    public Collection<Object> doSynchronousClusterTask(ClusterTask<?> task, boolean includeLocalMember) {
        List<Future<byte[]>> answers = new ArrayList<>();
        others().forEach(member -> answers.add(submit(Call.task(task), member)));
        if (includeLocalMember && hazelcast != null) {
            answers.add(submit(Call.task(task), hazelcast.getCluster().getLocalMember()));
        }
        List<Object> results = new ArrayList<>();
        answers.forEach(answer -> results.add(await(answer)));
        return results;
    }

    @Override
    public Object doSynchronousClusterTask(ClusterTask<?> task, byte[] node) {
        return ask(Call.task(task), node);
    }

    /** Has a node do something, without waiting. */
    void tell(Call call, byte[] node) {
        submit(call, member(node));
    }

    /** Has all others do something, without waiting. */
    void tellOthers(Call call) {
        others().forEach(member -> submit(call, member));
    }

    /** Has a node do something, and waits for what it says. */
    Object ask(Call call, byte[] node) {
        return await(submit(call, member(node)));
    }

    private Future<byte[]> submit(Call call, Member member) {
        IExecutorService executor = hazelcast.getExecutorService("openfire");
        return executor.submitToMember(call, member);
    }

    private static Object await(Future<byte[]> answer) {
        try {
            return Bytes.object(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Member> others() {
        HazelcastInstance present = hazelcast;
        return present == null ? List.of()
                : present.getCluster().getMembers().stream().filter(member -> !member.localMember()).toList();
    }

    private Member member(byte[] node) {
        HazelcastInstance present = hazelcast;
        if (present == null) {
            throw new IllegalStateException("Not in a cluster");
        }
        return present.getCluster().getMembers().stream().filter(member -> Arrays.equals(id(member), node)).findAny()
                .orElseThrow(() -> new IllegalArgumentException("Not a node of the cluster"));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void updateCacheStats(Map<String, Cache> caches) {
        // Nobody looks at them.
    }

    @Override
    public String getPluginName() {
        return ClusteringPlugin.NAME;
    }
}
