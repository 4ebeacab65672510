using System.Text;
using LoadBalancer.Core.Failover;
using LoadBalancer.Gateway.Retries;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Gateway.Routing;

/// <summary>
/// Notices when the head of a request that must not be sent twice is written to a connection. That no connection came
/// about is no proof that none did before: the client repeats some requests by itself.
/// </summary>
internal sealed class Departure : RequestTransform
{
    private static readonly HttpRequestOptionsKey<RetryState> Key = new(nameof(Departure));

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        if (context.HttpContext.Features.Get<RetryState>() is { } retry && !IdempotentMethods.Contains(context.ProxyRequest.Method.Method))
        {
            context.ProxyRequest.Options.Set(Key, retry);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The client asks for the encoding of each header field as it writes it: the only sign of that which it gives.</summary>
    public static Encoding? OnFieldWritten(string name, HttpRequestMessage request)
    {
        if (!IdempotentMethods.Contains(request.Method.Method) && request.Options.TryGetValue(Key, out var retry))
        {
            retry.HasDeparted = true;
        }

        // As they came: see the encodings of the listener.
        return Encoding.Latin1;
    }
}
