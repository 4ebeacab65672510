using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests that requests in flight are not disturbed while the membership changes.</summary>
public sealed class TrafficDuringChangesTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartWithServersAsync(3);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Download_InFlight_SurvivesChangesOfItsOwnAndOtherServers()
    {
        var rest = new TaskCompletionSource();
        await _cluster.AddServerAsync("slow", async context =>
        {
            await context.Response.WriteAsync("first half, ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await rest.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("second half", context.RequestAborted);
        });
        using var response = await _cluster.Gateway.GetAsync("/", await _cluster.KeyForAsync("slow"), Token);

        await _cluster.AddServerAsync("s4");
        await _cluster.ApplyAsync(new MembershipChange.Leave(new("s1")));
        await _cluster.ApplyAsync(new MembershipChange.SetWeight(new("s3"), 7));
        await _cluster.ApplyAsync(new MembershipChange.SetState(new("slow"), ServerState.Draining));
        await _cluster.ApplyAsync(new MembershipChange.Leave(new("slow")));
        rest.SetResult();

        Assert.Equal("first half, second half", await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Connections_Idle_SurviveUnrelatedChangesOnBothSides()
    {
        var connections = new ConcurrentQueue<string>();
        await _cluster.AddServerAsync("watched", context =>
        {
            connections.Enqueue(context.Connection.Id);
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _cluster.Gateway.Address.Port, Token);
        var request = $"GET / HTTP/1.1\r\nHost: a.test\r\nX-Request-Id: {await _cluster.KeyForAsync("watched")}\r\n\r\n";

        await client.GetStream().WriteTextAsync(request, Token);
        var first = await client.GetStream().ReadHeadAsync(Token);
        await _cluster.ApplyAsync(new MembershipChange.Leave(new("s1")));
        await _cluster.ApplyAsync(new MembershipChange.SetState(new("s2"), ServerState.Draining));
        await _cluster.ApplyAsync(new MembershipChange.SetWeight(new("s3"), 50));
        await client.GetStream().WriteTextAsync(request, Token);
        var second = await client.GetStream().ReadHeadAsync(Token);

        Assert.All((string[])[first, second], head => Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal));
        Assert.Equal(2, connections.Count);
        Assert.Single(connections.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Changes_UnderLoad_FailNoRequest()
    {
        var stop = new TaskCompletionSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(async worker =>
        {
            for (var i = 0; !stop.Task.IsCompleted; i++)
            {
                Assert.NotEqual("", await _cluster.GetAsync($"{worker}-{i}"));
            }
        }));

        for (var round = 0; round < 20; round++)
        {
            await _cluster.ApplyAsync(new MembershipChange.SetState(new("s1"), ServerState.Draining));
            await _cluster.ApplyAsync(new MembershipChange.Leave(new("s1")));
            await _cluster.ApplyAsync(Changes.Join("s1", url: _cluster.Server("s1").Url));
            await _cluster.ApplyAsync(new MembershipChange.SetWeight(new("s2"), 50 + round));
        }

        stop.SetResult();
        await load;
    }
}
