using System.Net;
using System.Text;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Notices when the head of a request is written to a connection, where that matters: of one that must not be sent
/// twice, and of one whose body can be read but once. That no connection came about is no proof that none did before: the
/// client repeats some requests by itself. Of these it is kept from doing so.
/// </summary>
internal sealed class Departure : RequestTransform
{
    private static readonly HttpRequestOptionsKey<RetryState> Key = new(nameof(Departure));

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var request = context.ProxyRequest;
        if (context.HttpContext.Features.Get<RetryState>() is { } retry
            && (!IdempotentMethods.Contains(request.Method.Method)
                || (request.Content is not null && request.Version >= HttpVersion.Version20)))
        {
            request.Options.Set(Key, retry);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The client asks for the encoding of each header field as it writes it: the only sign of that which it gives.</summary>
    /// <exception cref="HttpRequestException">The client repeats a request by itself. Nothing of the repetition has been sent.</exception>
    public static Encoding? OnHeaderWritten(string name, HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(Key, out var retry) && !retry.Depart(name))
        {
            // Over HTTP/2 the client repeats only what a server has refused, or what no longer fitted on a connection that ends.
            if (request.Version >= HttpVersion.Version20)
            {
                retry.MarkNotProcessed();
            }

            throw new HttpRequestException("The request is not repeated on this server.");
        }

        // As they came: see the encodings of the listener.
        return Encoding.Latin1;
    }
}
