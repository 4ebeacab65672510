using System.Net;
using LoadBalancer.Proxy.Responses;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Admits or rejects requests, and counts rejections: all requests while the gateway is overloaded, a client's requests beyond its rate,
/// and all requests beyond the limit of requests in flight. Every admitted request must leave. The responses are rendered in advance, since
/// a rejection must cost less than the request would. Thread-safe; allocates only for a rate below one request a minute.
/// </summary>
internal sealed class Admission(
    Overload overload, ClientRates rates, RequestsInFlight inFlight, Rejections rejections, IOptions<LimitsOptions> options)
{
    /// <summary>The longest <c>Retry-After</c> in seconds whose response is rendered in advance.</summary>
    private const int Longest = 60;

    private static readonly Problem TooMany = new(StatusCodes.Status429TooManyRequests, "This client has sent too many requests.")
    {
        ProxyError = Problems.RequestDenied,
    };

    private readonly Rejection[] _tooManyBySeconds =
        [.. Enumerable.Range(0, Longest + 1).Select(seconds => new Rejection(RejectionReason.Rate, TooMany.After(seconds)))];

    private readonly Rejection _overloaded = new(
        RejectionReason.Overload,
        new(StatusCodes.Status503ServiceUnavailable, "The gateway is overloaded.", Seconds(options.Value.Overload.RetryAfter))
        {
            ProxyError = Problems.RequestDenied,
        });

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
            rejection = _overloaded;
        }
        else if (client is not null && !rates.TryTake(client, out var retryAfter))
        {
            rejection = TooManyFor(Seconds(retryAfter));
        }
        else if (!inFlight.TryEnter())
        {
            rejection = _overloaded;
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

    private Rejection TooManyFor(int seconds) =>
        seconds <= Longest ? _tooManyBySeconds[seconds] : new(RejectionReason.Rate, TooMany.After(seconds));

    /// <summary>Rounds up to whole seconds, at least 1.</summary>
    private static int Seconds(TimeSpan time) => (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, int.MaxValue);
}
