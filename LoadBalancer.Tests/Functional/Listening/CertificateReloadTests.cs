using System.Net;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional.Listening;

/// <summary>Tests certificates that are replaced while clients are connected.</summary>
public sealed class CertificateReloadTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Files_Replaced_NewConnectionsUseThemAndOldOnesContinue()
    {
        await using var cluster = await StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var client = TlsClient.For(cluster.Gateway.Address.Port, "a.test", _authority);
        var load = RequestAsync(client, stop.Token);
        await using var open = await TlsClient.ConnectAsync(cluster.Gateway.Address.Port, "a.test", _authority, Token);
        var before = await ShownAsync(cluster);

        for (var i = 0; i < 5; i++)
        {
            using var next = _authority.Issue(["a.test"]);
            _authority.Write("a.pem", TestAuthority.PemOf(next));
            await Eventually.TrueAsync(
                "the new certificate is shown", async () => await ShownAsync(cluster) == next.SerialNumber, Patience);
        }

        await stop.CancelAsync();
        var responses = await load;
        await open.WriteTextAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", Token);
        Assert.StartsWith("HTTP/1.1 200 ", await open.ReadHeadAsync(Token), StringComparison.Ordinal);
        Assert.NotEqual(before, await ShownAsync(cluster));
        Assert.NotEmpty(responses);
        Assert.All(responses, entry => Assert.Equal((HttpStatusCode.OK, cluster.Server("s1").Url), (entry.Status, entry.Connection)));
    }

    [Fact]
    public async Task Files_ThatCannotBeUsed_KeepThePreviousCertificate()
    {
        await using var cluster = await StartAsync();
        var before = await ShownAsync(cluster);

        _authority.Write("a.pem", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
        _authority.IssueTo("b.pem", "b.test");
        await Eventually.TrueAsync("the other file is loaded", async () => await ShownAsync(cluster, "b.test") != before, Patience);
        Assert.Equal(before, await ShownAsync(cluster));

        using var next = _authority.Issue(["a.test"]);
        _authority.Write("a.pem", TestAuthority.PemOf(next));
        await Eventually.TrueAsync("the valid file is loaded", async () => await ShownAsync(cluster) == next.SerialNumber, Patience);
    }

    private static async Task<List<(HttpStatusCode Status, string Connection)>> RequestAsync(HttpClient client, CancellationToken stop)
    {
        var responses = new List<(HttpStatusCode, string)>();
        while (!stop.IsCancellationRequested)
        {
            using var response = await client.GetAsync("/", Token);
            responses.Add((response.StatusCode, await response.Content.ReadAsStringAsync(Token)));
        }

        return responses;
    }

    private async Task<string> ShownAsync(TestCluster cluster, string name = "a.test")
    {
        await using var stream = await TlsClient.ConnectAsync(cluster.Gateway.Address.Port, name, _authority, Token);
        return stream.RemoteCertificate!.GetSerialNumberString();
    }

    private async Task<TestCluster> StartAsync()
    {
        var cluster = await TestCluster.StartAsync(
            ("urls", "https://127.0.0.1:0"),
            ("Gateway:Tls:ReloadInterval", "00:00:00.100"),
            ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
            ("Gateway:Tls:Certificates:1:Path", _authority.IssueTo("b.pem", "a.test")),
            ("Gateway:Tls:Certificates:1:Hosts:0", "b.test"));
        await cluster.AddServerAsync("s1", context => context.Response.WriteAsync(cluster.Server("s1").Url));
        return cluster;
    }
}
