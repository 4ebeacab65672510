using System.Net;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Limits;

public sealed class ClientConnectionsTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.1");

    [Fact]
    public void TryEnter_BeyondTheLimit_IsRejectedUntilOneOfTheClientLeaves()
    {
        var connections = Connections(most: 2);

        Assert.True(connections.TryEnter(Client, out var first));
        Assert.True(connections.TryEnter(Client.MapToIPv6(), out _));
        Assert.False(connections.TryEnter(Client, out var refused));
        connections.Leave(refused);
        Assert.False(connections.TryEnter(Client, out _));
        Assert.True(connections.TryEnter(IPAddress.Parse("192.0.2.2"), out _));
        connections.Leave(first);
        Assert.True(connections.TryEnter(Client, out _));
    }

    [Fact]
    public void TryEnter_AddressesOfOneIpv6Network_CountTogether()
    {
        var connections = Connections(most: 1);

        Assert.True(connections.TryEnter(IPAddress.Parse("2001:db8::1"), out _));
        Assert.False(connections.TryEnter(IPAddress.Parse("2001:db8::ffff"), out _));
        Assert.True(connections.TryEnter(IPAddress.Parse("2001:db8:0:1::1"), out _));
    }

    [Fact]
    public void TryEnter_TrustedProxyOrNoAddress_IsNotLimited()
    {
        var connections = Connections(most: 1, "192.0.2.0/24");

        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(connections.TryEnter(Client, out var _)));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(connections.TryEnter(Client.MapToIPv6(), out var _)));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(connections.TryEnter(client: null, out var _)));
        Assert.Equal(0, connections.Clients);
    }

    [Fact]
    public void Leave_LastConnection_ForgetsTheClient()
    {
        var connections = Connections(most: 5);
        var tickets = Enumerable.Range(0, 1_000).Select(i =>
        {
            Assert.True(connections.TryEnter(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]), out var ticket));
            return ticket;
        }).ToArray();
        Assert.Equal(1_000, connections.Clients);

        Array.ForEach(tickets, connections.Leave);

        Assert.Equal(0, connections.Clients);
    }

    [Fact]
    public void TryEnter_ManyThreads_NeverHasMoreThanTheLimit()
    {
        const int Most = 3;
        var connections = Connections(Most);
        var (open, highest) = (0, 0);

        Parallel.For(0, 20_000, _ =>
        {
            if (connections.TryEnter(Client, out var ticket))
            {
                var now = Interlocked.Increment(ref open);
                InterlockedMax(ref highest, now);
                Interlocked.Decrement(ref open);
                connections.Leave(ticket);
            }
        });

        Assert.InRange(highest, 1, Most);
        Assert.Equal(0, connections.Clients);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        var present = Volatile.Read(ref target);
        while (value > present)
        {
            present = Interlocked.CompareExchange(ref target, value, present) is var seen && seen == present ? value : seen;
        }
    }

    private static ClientConnections Connections(int most, params string[] trusted)
    {
        var options = LimitSettings.With(limits => limits.ConnectionsPerClient = most);
        return new(options, GatewayParts.Trusted(trusted));
    }
}
