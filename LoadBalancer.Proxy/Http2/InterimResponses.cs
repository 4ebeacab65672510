using LoadBalancer.Proxy.Responses;

namespace LoadBalancer.Proxy.Http2;

/// <summary>Sends interim responses on the stream of a request.</summary>
internal sealed class InterimResponses(Http2Gate gate, int stream, HttpContext context) : IInterimResponseFeature
{
    private const int First = 100;
    private const int Last = 199;

    public async ValueTask SendAsync(int status, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, First);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, Last);
        ArgumentOutOfRangeException.ThrowIfEqual(status, StatusCodes.Status101SwitchingProtocols);
        if (context.Response.HasStarted)
        {
            throw new InvalidOperationException("The final response has started.");
        }

        var gone = context.RequestAborted;
        var response = new InterimResponse(stream, status, fields, gone);

        // Kestrel waits for the requests of a connection that fails before it stops reading, so the wait must end with the request.
        await using var registration = gone.UnsafeRegister(static response => ((InterimResponse)response!).End(), response);
        gate.Send(response);
        await response.Completion;
    }
}
