using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LoadBalancer.Registration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Backend.Endpoints;

/// <summary><c>/events?ms=&amp;count=</c>: server-sent events, by default one a second until the client goes.</summary>
internal static class EventsEndpoint
{
    private const int LongestInterval = 60_000;

    public static void MapEvents(this WebApplication app) => app.MapGet("/events", (
        IOptions<RegistrationOptions> registration,
        TimeProvider timeProvider,
        CancellationToken cancellationToken,
        int ms = 1_000,
        int count = int.MaxValue) =>
    {
        IResult result = ms is < 1 or > LongestInterval || count < 1
            ? TypedResults.Problem($"ms={ms}, count={count}: ms must be 1 to {LongestInterval}, count at least 1.", statusCode: 400)
            : TypedResults.ServerSentEvents(
                TicksAsync(registration.Value.Id!, TimeSpan.FromMilliseconds(ms), count, timeProvider, cancellationToken));
        return result;
    });

    private static async IAsyncEnumerable<SseItem<string>> TicksAsync(
        string server,
        TimeSpan interval,
        int count,
        TimeProvider timeProvider,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 0; number < count; number++)
        {
            if (number > 0)
            {
                await Task.Delay(interval, timeProvider, cancellationToken);
            }

            yield return new(JsonSerializer.Serialize(new(server, number), BackendJson.Default.Tick), "tick");
        }
    }
}
