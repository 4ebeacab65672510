using System.Net;
using LoadBalancer.Proxy.Responses;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Lets a request in or not, and counts those that it does not: while the gateway is overloaded none, of a client that sends
/// too many some, beyond the requests in flight none. Whoever is let in leaves. Thread-safe, without allocation.
/// </summary>
internal sealed class Admission(
    Overload overload, ClientRates rates, RequestsInFlight inFlight, Rejections rejections, IOptions<LimitsOptions> options)
{
    private const string Overloaded = "The gateway is overloaded.";
    private const string TooMany = "This client has sent too many requests.";

    private readonly int _retryAfter = Seconds(options.Value.Overload.RetryAfter);

    /// <summary>Whether the client's address is looked at: who has to find it out first can leave that.</summary>
    public bool NeedsClient => rates.IsOn;

    /// <summary>Whether <see cref="Leave"/> has to be called for each that is let in; else it need not be.</summary>
    public bool CountsInFlight => inFlight.IsOn;

    /// <param name="client">The client's address; without one its rate is not limited.</param>
    /// <param name="rejection">The response, if it is not let in.</param>
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

    /// <summary>A request that was let in has ended.</summary>
    public void Leave() => inFlight.Leave();

    /// <summary>Whole seconds, never too few.</summary>
    private static int Seconds(TimeSpan time) => (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, int.MaxValue);
}
