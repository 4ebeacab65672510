using Grpc.Core;
using Grpc.Net.Client;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests gRPC clients through the gateway to a gRPC server: messages, trailers, and status, in both directions at once.</summary>
public sealed class GrpcTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public static TheoryData<bool> IsSecure => [false, true];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [MemberData(nameof(IsSecure))]
    public async Task Call_Unary_HasItsResponseAndTrailers(bool isSecure)
    {
        await using var server = await GrpcTestServer.StartAsync();
        await using var cluster = await StartAsync(server, isSecure);
        using var channel = Channel(cluster, isSecure);

        using var call = channel.CreateCallInvoker()
            .AsyncUnaryCall(GrpcTestServer.Say, host: null, new(cancellationToken: Token), new string('x', 100_000));

        Assert.Equal(100_000, (await call).Length);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal("100000", call.GetTrailers().GetValue("length"));
    }

    [Theory]
    [MemberData(nameof(IsSecure))]
    public async Task Call_ThatFails_HasItsStatusDetailAndTrailers(bool isSecure)
    {
        await using var server = await GrpcTestServer.StartAsync();
        await using var cluster = await StartAsync(server, isSecure);
        using var channel = Channel(cluster, isSecure);

        using var call = channel.CreateCallInvoker()
            .AsyncUnaryCall(GrpcTestServer.Fail, host: null, new(cancellationToken: Token), "not now: caf\u00e9");
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal((StatusCode.FailedPrecondition, "not now: caf\u00e9"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal([1, 2, 3], failure.Trailers.GetValueBytes("reason-bin")!);
    }

    [Theory]
    [MemberData(nameof(IsSecure))]
    public async Task Call_InBothDirections_HasEachResponseBeforeTheNextMessage(bool isSecure)
    {
        await using var server = await GrpcTestServer.StartAsync();
        await using var cluster = await StartAsync(server, isSecure);
        using var channel = Channel(cluster, isSecure);

        using var call = channel.CreateCallInvoker()
            .AsyncDuplexStreamingCall(GrpcTestServer.Talk, host: null, new(cancellationToken: Token));
        for (var i = 0; i < 20; i++)
        {
            await call.RequestStream.WriteAsync($"m{i}", Token);
            Assert.True(await call.ResponseStream.MoveNext(Token));
            Assert.Equal($"m{i}!", call.ResponseStream.Current);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Token));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private async Task<TestCluster> StartAsync(GrpcTestServer server, bool isSecure)
    {
        (string, string)[] secure =
        [
            ("urls", "https://127.0.0.1:0"),
            ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
        ];
        var cluster = await TestCluster.StartAsync([("Gateway:ServerProtocol", "Http2"), .. isSecure ? secure : []]);
        await cluster.ApplyAsync(Changes.Join("grpc", url: server.Url));
        return cluster;
    }

    private GrpcChannel Channel(TestCluster cluster, bool isSecure) => GrpcChannel.ForAddress(
        $"{(isSecure ? "https" : "http")}://a.test",
        new() { HttpHandler = TlsClient.HandlerFor(cluster.Gateway.Address.Port, _authority), DisposeHttpClient = true });
}
