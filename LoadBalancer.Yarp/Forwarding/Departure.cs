using System.Net;
using System.Text;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Detects when the head of a request is written to a connection, if that matters: for a request that must not be sent twice, and for one
/// whose body can be read only once. A failed connection attempt does not prove that no earlier one succeeded, since <c>HttpClient</c>
/// repeats some requests by itself. This prevents such repetition.
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

    /// <summary>
    /// Called by <c>HttpClient</c> for the encoding of each header as it writes it, which is the only indication that it writes a head.
    /// </summary>
    /// <exception cref="HttpRequestException">
    /// <c>HttpClient</c> repeats a request by itself. Nothing of the repetition has been sent.
    /// </exception>
    public static Encoding? OnHeaderWritten(string name, HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(Key, out var retry) && !retry.Depart(name))
        {
            // Over HTTP/2, HttpClient repeats only requests that a server has refused, or that no longer fit on a connection that is
            // closing.
            if (request.Version >= HttpVersion.Version20)
            {
                retry.MarkNotProcessed();
            }

            throw new HttpRequestException("The request is not repeated on this server.");
        }

        // Values are forwarded as received: see the encodings of the listener.
        return Encoding.Latin1;
    }
}
