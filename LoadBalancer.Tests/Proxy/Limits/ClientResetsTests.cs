using System.Net;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Limits;

public sealed class ClientResetsTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void End_ResetsOnManyConnections_EndsEachAndRejectsMore()
    {
        var clients = Clients(most: 3);
        Assert.False(Connect(clients).End(wasReset: true));
        Assert.False(Connect(clients).End(wasReset: true));
        var third = Connect(clients);
        Assert.False(third.End(wasReset: true));
        Assert.False(third.IsClientOver);

        Assert.True(Connect(clients).End(wasReset: true));

        Assert.True(third.IsClientOver);
        Assert.True(Connect(clients).IsClientOver);
        Assert.True(third.End(wasReset: true));
        Assert.False(third.End(wasReset: true));
        Assert.False(Connect(clients).End(wasReset: false));
        Assert.False(Connect(clients, "192.0.2.2").IsClientOver);
    }

    [Fact]
    public void End_MostStreamsAreServed_IsAllowed()
    {
        var clients = Clients(most: 3);
        for (var i = 0; i < 100; i++)
        {
            var connection = Connect(clients);
            Assert.False(connection.End(wasReset: false));
            Assert.False(connection.End(wasReset: true));
        }

        Assert.False(Connect(clients).IsClientOver);
    }

    [Fact]
    public void End_WindowIsOver_StartsOver()
    {
        var clients = Clients(most: 1);
        Assert.False(Connect(clients).End(wasReset: true));
        Assert.True(Connect(clients).End(wasReset: true));
        _time.Advance(StreamResets.Window - TimeSpan.FromTicks(1));
        Assert.True(Connect(clients).IsClientOver);

        _time.Advance(TimeSpan.FromTicks(1));

        Assert.False(Connect(clients).IsClientOver);
        Assert.False(Connect(clients).End(wasReset: true));
    }

    [Fact]
    public void Identify_AddressesOfOneIpv6Network_AreOneClient()
    {
        var clients = Clients(most: 1);
        Assert.False(Connect(clients, "2001:db8::1").End(wasReset: true));

        Assert.True(Connect(clients, "2001:db8::ffff").End(wasReset: true));
        Assert.False(Connect(clients, "2001:db8:0:1::1").End(wasReset: true));
    }

    [Theory]
    [InlineData(0, null, "192.0.2.1")]
    [InlineData(1, "192.0.2.0/24", "192.0.2.1")]
    [InlineData(1, "192.0.2.0/24", "::ffff:192.0.2.1")]
    [InlineData(1, null, null)]
    public void End_ClientIsNotCounted_IsAllowed(int most, string? trusted, string? address)
    {
        var clients = Clients(most, trusted is null ? [] : [trusted]);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.False(Connect(clients, address).End(wasReset: true)));
    }

    [Fact]
    public void End_MoreClientsThanAreStored_CountsThoseThatAre()
    {
        var clients = Clients(most: 1);
        for (var i = 0; i < ClientResets.MostClients; i++)
        {
            Assert.False(clients.Add((ulong)i + 1, ended: 1));
        }

        Assert.False(clients.Add(ulong.MaxValue, ended: 1));
        Assert.False(clients.Add(ulong.MaxValue, ended: 1));
        Assert.True(clients.Add(1, ended: 1));
    }

    [Fact]
    public void End_ManyThreads_CountsEach()
    {
        const int Threads = 8;
        const int Each = 1_000;
        var clients = Clients(most: (Threads * Each) - 1);

        var over = ParallelEnumerable.Range(0, Threads).WithDegreeOfParallelism(Threads)
            .Sum(_ => Enumerable.Range(0, Each).Count(_ => Connect(clients).End(wasReset: true)));

        Assert.Equal(1, over);
    }

    private ClientResets Clients(int most, params string[] trusted) =>
        new(LimitSettings.With(limits => limits.Http2.ResetsPerClient = most), GatewayParts.Trusted(trusted), _time);

    private StreamResets Connect(ClientResets clients) => Connect(clients, Client.ToString());

    private StreamResets Connect(ClientResets clients, string? address) =>
        new(most: 0, _time, clients, clients.Identify(address is null ? null : IPAddress.Parse(address)));
}
