using System.Diagnostics;
using LoadBalancer.Core.Failover;
using LoadBalancer.Gateway.Http1;
using LoadBalancer.Gateway.Retries;

namespace LoadBalancer.Gateway.Tracing;

/// <summary>
/// The spans of the request that a connection is at: one for the request, one below it for each try. While nobody listens it does
/// nothing and allocates nothing. Used again for each request; not thread-safe.
/// </summary>
/// <param name="head">The head of the request.</param>
/// <param name="scheme">What it came over.</param>
/// <param name="isSilent">Whether nobody is to hear of it.</param>
internal sealed class RelayTrace(RequestHead head, string scheme, bool isSilent = false)
{
    private Activity? _request;
    private Activity? _try;
    private int _status;
    private bool _hasAnswered;

    /// <summary>What servers are told to be below; <see langword="null"/> if they are told what the client has said.</summary>
    public Activity? Current => _try ?? _request;

    /// <summary>A request begins, whose head has been read.</summary>
    public void Begin()
    {
        (_status, _hasAnswered) = (0, false);
        if (!isSilent && GatewaySource.Source.HasListeners())
        {
            // What the connection was accepted in is no parent of its requests.
            Activity.Current = null;
            _request = RequestSpan.Start(head, scheme);
        }
    }

    /// <summary>It is given to a server.</summary>
    public void BeginTry(Attempts attempts)
    {
        if (_request is { } request)
        {
            _try = TrySpan.Start(request, head, attempts);
            RequestSpan.Place(request, attempts);
        }
    }

    /// <summary>A server has had it.</summary>
    public void EndTry(Attempts attempts, TryOutcome outcome, int status)
    {
        if (_request is { } request)
        {
            (_status, _hasAnswered) = (outcome is TryOutcome.Answered or TryOutcome.BrokenOff ? status : 0, outcome == TryOutcome.Answered);
            TrySpan.End(_try, outcome, status);
            RequestSpan.Tell(request, attempts, outcome);
            _try = null;
        }
    }

    /// <summary>The gateway answers itself.</summary>
    public void Answer(int status) => (_status, _hasAnswered) = (status, true);

    /// <summary>The request has ended.</summary>
    public void End()
    {
        if (_request is { } request)
        {
            _request = null;
            RequestSpan.End(request, _status, _hasAnswered);
        }
    }
}
