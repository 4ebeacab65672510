using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Backend.Endpoints;

/// <summary><c>/echo</c> and everything below it, with any method.</summary>
internal static class EchoEndpoint
{
    public static void MapEcho(this WebApplication app) => app.Map("/echo/{**rest}", EchoAsync);

    private static async Task<JsonHttpResult<Echo>> EchoAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var fields = request.Headers.SelectMany(field => field.Value.Select(value => new EchoHeader(field.Key, value ?? ""))).ToArray();
        var echo = new Echo(
            request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            request.Protocol,
            fields,
            await DigestAsync(request.Body, cancellationToken));
        return TypedResults.Json(echo, BackendJson.Default.Echo);
    }

    private static async Task<EchoBody> DigestAsync(Stream body, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[16 * 1024];
        var length = 0L;
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            length += read;
        }

        return new(length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
