using System.Text.Json;

namespace LoadBalancer.Tests.Functional;

/// <summary>The response of a gateway's <c>/stats</c>.</summary>
internal sealed record Stats(JsonElement Json)
{
    public long Total => Json.GetProperty("total").GetInt64();

    public string Source => Json.GetProperty("source").GetString()!;

    public string Digest => Json.GetProperty("ring").GetProperty("digest").GetString()!;

    public static async Task<Stats> ReadAsync(GatewayHost gateway, string query = "")
    {
        using var response = await gateway.Client.GetAsync($"/stats{query}", TestContext.Current.CancellationToken);
        return new(await response.EnsureSuccessStatusCode().ReadJsonAsync());
    }

    public (long Requests, long Failures) Of(string id)
    {
        var server = Server(id);
        return (server.GetProperty("requests").GetInt64(), server.GetProperty("failures").GetInt64());
    }

    public bool IsHealthy(string id) => Server(id).GetProperty("healthy").GetBoolean();

    public int InFlightOf(string id) => Server(id).GetProperty("inFlight").GetInt32();

    public JsonElement Server(string id) =>
        Json.GetProperty("servers").EnumerateArray().Single(server => server.GetProperty("id").ValueEquals(id));
}
