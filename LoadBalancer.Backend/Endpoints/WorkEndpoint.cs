namespace LoadBalancer.Backend.Endpoints;

/// <summary><c>/work?ms=&amp;status=&amp;bytes=</c>: a response after a delay, with a status and a size.</summary>
internal static class WorkEndpoint
{
    private const int LongestDelay = 600_000;
    private const long LargestBody = 4L << 30;
    private const int Chunk = 64 * 1024;

    public static void MapWork(this WebApplication app) => app.Map("/work", WorkAsync);

    private static async Task WorkAsync(HttpContext context, TimeProvider timeProvider, int ms = 0, int status = 200, long bytes = 0)
    {
        if (ms is < 0 or > LongestDelay || status is < 200 or > 599 || bytes is < 0 or > LargestBody)
        {
            var allowed = $"ms must be 0 to {LongestDelay}, status 200 to 599, bytes 0 to {LargestBody}.";
            await TypedResults.Problem($"ms={ms}, status={status}, bytes={bytes}: {allowed}", statusCode: 400).ExecuteAsync(context);
            return;
        }

        await SpendAsync(TimeSpan.FromMilliseconds(ms), timeProvider, context.RequestAborted);
        context.Response.StatusCode = status;
        if (status is not (204 or 205 or 304))
        {
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = bytes;
            await WriteAsync(context, bytes);
        }
    }

    /// <summary>Never less: timers know whole milliseconds, and the clock that they go by may be some behind.</summary>
    private static async Task SpendAsync(TimeSpan time, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        while (time - timeProvider.GetElapsedTime(began) is { Ticks: > 0 } left)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), timeProvider, cancellationToken);
        }
    }

    private static async Task WriteAsync(HttpContext context, long bytes)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        for (var left = bytes; left > 0; left -= Chunk)
        {
            var length = (int)Math.Min(left, Chunk);
            context.Response.BodyWriter.GetSpan(length)[..length].Fill((byte)'x');
            context.Response.BodyWriter.Advance(length);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }
}
