using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using LoadBalancer.Proxy.Connections;
using LoadBalancer.Tests.Functional;

namespace LoadBalancer.Tests.Proxy.Connections;

/// <summary>Tests the gate between a test, as the client, and another reader in Kestrel's place.</summary>
public sealed class RequestGateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A deadline may cancel a read just after the bytes that it waited for have arrived.</summary>
    [Fact]
    public async Task TryRead_CancelledTooLate_HasNothingToPresentAndLosesNothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        var pipe = new Pipe();
        var gate = new RequestGate(
            pipe.Reader, new Pipe().Writer, isSecure: false, cluster.Gateway.Part<GateServices>(), relay: null, () => null);
        await pipe.Writer.WriteAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\n"u8.ToArray(), Token);
        var head = await gate.ReadAsync(Token);
        gate.AdvanceTo(head.Buffer.End);

        pipe.Reader.CancelPendingRead();

        Assert.False(gate.TryRead(out _));
        await pipe.Writer.WriteAsync("hello"u8.ToArray(), Token);
        Assert.True(gate.TryRead(out var body));
        Assert.Equal("hello", Encoding.ASCII.GetString(body.Buffer.ToArray()));
    }
}
