using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// An attempt on a second server while the first one is awaited: sends the request and reads the head of the response, which stays unread
/// in the connection for whoever goes on with it. Thread-safe except for <see cref="TakeConnection"/>.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The source of the token has neither a timer nor a parent to release.")]
internal sealed class HedgedAttempt(SelectedServer selected, Server server)
{
    private readonly ServerHold _hold = new();
    private readonly CancellationTokenSource _ends = new();
    private UpstreamConnection? _connection;

    /// <summary>The server's place in the membership, and why it was selected.</summary>
    public SelectedServer Selected => selected;

    public Server Server => server;

    /// <summary>When the request was sent, and the counter of the server.</summary>
    public required CountedAttempt Counted { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    /// <summary>The timestamp of the end, after the end.</summary>
    public long Ended { get; private set; }

    /// <summary>The span of the attempt, if it is recorded.</summary>
    public required Activity? Span { get; init; }

    /// <summary>Ends with the attempt, as soon as the head of the response is there.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>What went wrong, after the end, if it ended without the head of a response.</summary>
    public ExchangeResult Result { get; private set; }

    /// <summary>The status of the response, if there was one.</summary>
    public int Status { get; private set; }

    /// <summary>Whether it has ended without the head of a response that may be forwarded.</summary>
    public bool HasFailed => Completion.IsCompleted && _connection is null;

    /// <summary>Whether it was ended because it is not needed.</summary>
    public bool WasAborted => _ends.IsCancellationRequested;

    /// <summary>Begins the attempt.</summary>
    /// <param name="pool">The idle connections to the server.</param>
    /// <param name="connector">Opens a connection if none is idle.</param>
    /// <param name="request">The whole request.</param>
    /// <param name="head">Parses the response.</param>
    /// <param name="onHead">Called with the status of the response; returns <see langword="false"/> if it must not be forwarded.</param>
    public void Start(UpstreamPool pool, UpstreamConnector connector, byte[] request, ResponseHead head, Func<int, bool> onHead) =>
        Completion = Task.Run(async () =>
        {
            try
            {
                await RunAsync(pool, connector, request, head, onHead);
            }
            finally
            {
                Ended = TimeProvider.GetTimestamp();
            }
        });

    /// <summary>Takes the connection after a successful end. The caller disposes it.</summary>
    public UpstreamConnection? TakeConnection()
    {
        _hold.Release();
        var connection = _connection;
        _connection = null;
        return connection;
    }

    /// <summary>Ends the attempt.</summary>
    public void Abort()
    {
        _ends.Cancel();
        _hold.Abort();
    }

    private async Task RunAsync(
        UpstreamPool pool, UpstreamConnector connector, byte[] request, ResponseHead head, Func<int, bool> onHead)
    {
        var dialed = pool.Take() is { } idle ? new(idle) : await connector.ConnectAsync(pool.Address, _ends.Token);
        while (dialed.Connection is { } connection)
        {
            Hold(connection);
            _ = await connection.WriteAsync(request);
            Result = await ReadHeadAsync(connection, head);
            if (Result.Outcome == AttemptOutcome.Responded)
            {
                if (onHead(Status))
                {
                    _connection = connection;
                    return;
                }

                Result = new(AttemptOutcome.Unwanted, Failure.OfStatus(Status));
            }

            _hold.Release();
            connection.Dispose();
            if (!Result.IsStale || WasAborted)
            {
                return;
            }

            dialed = await connector.ConnectAsync(pool.Address, _ends.Token);
        }

        Result = new(
            dialed.Failure.Cause == FailureCause.ConnectionTimeout ? AttemptOutcome.ConnectTimedOut : AttemptOutcome.NotReached,
            dialed.Failure);
    }

    private void Hold(UpstreamConnection connection)
    {
        _hold.Hold(connection);
        if (WasAborted)
        {
            _hold.Abort();
        }
    }

    private async ValueTask<ExchangeResult> ReadHeadAsync(UpstreamConnection connection, ResponseHead head)
    {
        while (await connection.FillAsync() > 0)
        {
            if (!head.TryRead(connection.Unread.Span, out var isWhole))
            {
                return ResponseFailures.OfHead(head.Fault);
            }

            if (isWhole)
            {
                Status = head.Status;
                return ExchangeResult.Responded;
            }
        }

        return connection is { WasUsed: true, Unread.IsEmpty: true }
            ? ExchangeResult.Stale
            : new(AttemptOutcome.NoResponse, FailureCause.ConnectionTerminated);
    }
}
