using System.Net;
using LoadBalancer.Proxy.Responses;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Admits or rejects requests, and counts rejections: all requests while the gateway is overloaded, a client's requests beyond its rate,
/// and all requests beyond the limit of requests in flight. Every admitted request must leave. Thread-safe, without allocation.
/// </summary>
internal sealed class Admission(
    Overload overload, ClientRates rates, RequestsInFlight inFlight, Rejections rejections, IOptions<LimitsOptions> options)
{
    private const string Overloaded = "The gateway is overloaded.";
    private const string TooMany = "This client has sent too many requests.";

    private readonly int _retryAfter = Seconds(options.Value.Overload.RetryAfter);

    /// <summary>Whether the client's address is needed; if not, callers can skip determining it.</summary>
    public bool NeedsClient => rates.IsOn;

    /// <summary>Whether <see cref="Leave"/> must be called for each admitted request.</summary>
    public bool CountsInFlight => inFlight.IsOn;

    /// <param name="client">The client's address; if <see langword="null"/>, its rate is not limited.</param>
    /// <param name="rejection">The response, if the request is rejected.</param>
    public bool TryEnter(IPAddress? client, out Rejection rejection)
    {
        rejection = default;
        if (overload.IsShedding)
        {
            rejection = new(RejectionReason.Overload, StatusCodes.Status503ServiceUnavailable, Overloaded, _retryAfter);
        }
        else if (client is not null && !rates.TryTake(client, out var retryAfter))
        {
            rejection = new(RejectionReason.Rate, StatusCodes.Status429TooManyRequests, TooMany, Seconds(retryAfter));
        }
        else if (!inFlight.TryEnter())
        {
            rejection = new(RejectionReason.Overload, StatusCodes.Status503ServiceUnavailable, Overloaded, _retryAfter);
        }
        else
        {
            return true;
        }

        rejections.Add(rejection.Reason);
        return false;
    }

    /// <summary>Ends a request that was admitted.</summary>
    public void Leave() => inFlight.Leave();

    /// <summary>Rounds up to whole seconds, at least 1.</summary>
    private static int Seconds(TimeSpan time) => (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, int.MaxValue);
}
