using System.Globalization;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Support;

/// <summary>A gRPC server with one service whose messages are text.</summary>
internal sealed class GrpcTestServer : IAsyncDisposable
{
    private const string Service = "test.Echo";

    private static readonly Marshaller<string> Text = Marshallers.Create(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);

    private readonly WebApplication _app;

    private GrpcTestServer(WebApplication app) => _app = app;

    /// <summary>Echoes the message and adds the trailer <c>length</c>.</summary>
    public static Method<string, string> Say { get; } = new(MethodType.Unary, Service, "Say", Text, Text);

    /// <summary>Fails with the message as the status detail and adds the trailer <c>reason-bin</c>.</summary>
    public static Method<string, string> Fail { get; } = new(MethodType.Unary, Service, "Fail", Text, Text);

    /// <summary>Echoes each message as it arrives.</summary>
    public static Method<string, string> Talk { get; } = new(MethodType.DuplexStreaming, Service, "Talk", Text, Text);

    public string Url => _app.Urls.Single();

    public static async Task<GrpcTestServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<EchoService>();
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The service. The framework finds its methods by name and requires them to be virtual.</summary>
#pragma warning disable CA1852 // The framework looks for virtual methods, so the class cannot be sealed.
    [BindServiceMethod(typeof(EchoService), nameof(Bind))]
    internal class EchoService
#pragma warning restore CA1852
    {
        public static void Bind(ServiceBinderBase binder, EchoService? service)
        {
            _ = service;
            binder.AddMethod(GrpcTestServer.Say, (UnaryServerMethod<string, string>?)null);
            binder.AddMethod(GrpcTestServer.Fail, (UnaryServerMethod<string, string>?)null);
            binder.AddMethod(GrpcTestServer.Talk, (DuplexStreamingServerMethod<string, string>?)null);
        }

        public virtual Task<string> Say(string request, ServerCallContext context)
        {
            context.ResponseTrailers.Add("length", request.Length.ToString(CultureInfo.InvariantCulture));
            return Task.FromResult(request);
        }

        public virtual Task<string> Fail(string request, ServerCallContext context)
        {
            context.ResponseTrailers.Add("reason-bin", [1, 2, 3]);
            throw new RpcException(new(StatusCode.FailedPrecondition, request));
        }

        public virtual async Task Talk(
            IAsyncStreamReader<string> requests, IServerStreamWriter<string> responses, ServerCallContext context)
        {
            await foreach (var request in requests.ReadAllAsync(context.CancellationToken))
            {
                await responses.WriteAsync($"{request}!", context.CancellationToken);
            }
        }
    }
}
