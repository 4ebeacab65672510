using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Dashboard.State.Tail;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Writes requests as JSON lines as they arrive, from now on; if none can arrive any more, a problem as the last line.</summary>
internal sealed class RequestStream(TailFeed feed, TailState tail, ClusterView view, TimeProvider time)
{
    /// <summary>How long a stream lasts.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>The number of the last request that was written, or that had arrived before.</summary>
    private long _last = feed.Counts.Received;

    /// <summary>Writes until the time is over, the client has left, the dashboard stops, or Redis is lost.</summary>
    public async Task WriteAsync(Stream response, CancellationToken clientGone, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, clientGone, stopping);
        using var timer = new PeriodicTimer(Interval, time);

        // The head, so that the client knows that it is heard before the first request ends.
        await response.FlushAsync(clientGone);
        try
        {
            string? reason = null;
            while (reason is null && await timer.WaitForNextTickAsync(end.Token))
            {
                // Read before the requests, so that none that has arrived is missing before the last line.
                reason = FindReason();
                foreach (var entry in feed.After(_last))
                {
                    _last = entry.Number;
                    await WriteLineAsync(response, RequestResponse.Of(entry.Line), DashboardJson.Default.RequestResponse, end.Token);
                }

                if (reason is not null)
                {
                    var problem = Problems.Of(ProblemType.Unavailable, reason).ProblemDetails;
                    await WriteLineAsync(response, problem, DashboardJson.Default.ProblemDetails, end.Token);
                }

                await response.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over, the client has left, or the dashboard stops.
        }
    }

    /// <summary>Returns why no requests can arrive; <see langword="null"/> if they can.</summary>
    private string? FindReason() => !view.Connection.IsConnected ? CurrentSnapshot.ReasonOf(view)
        : tail.Failure is { } failure ? $"The gateways cannot be asked for requests: {failure}"
        : null;

    private static async Task WriteLineAsync<T>(Stream response, T line, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(response, line, type, cancellationToken);
        await response.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }
}
