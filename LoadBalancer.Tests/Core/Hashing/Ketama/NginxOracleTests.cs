using System.Collections.Concurrent;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing.Ketama;

/// <summary>
/// Compares the owner of each key with the server that a real nginx chooses. Nothing listens on the upstream addresses: nginx names the
/// chosen server in its error response.
/// </summary>
public sealed class NginxOracleTests
{
    private const int Keys = 20_000;

    private static readonly Upstream[] Equal =
    [
        .. Enumerable.Range(0, 10).Select(i => new Upstream($"127.0.0.1:{4100 + i}", 1, $":{4100 + i}")),
    ];

    private static readonly Upstream[] Weighted =
    [
        new("127.0.0.1:4201", 1, ":4201"),
        new("127.0.0.1:4202", 2, ":4202"),
        new("127.0.0.1:4203", 10, ":4203"),
        new("127.0.0.1:4204", 5, ":4204"),
    ];

    /// <summary>
    /// Servers with and without a port, by name, by name in capitals, and by socket, in ordinal order: <see cref="HashRing"/> breaks
    /// ties that way.
    /// </summary>
    private static readonly Upstream[] Named =
    [
        new("127.0.0.7", 1, "127.0.0.7:80"),
        new("127.0.0.8:80", 1, "127.0.0.8:80"),
        new("LOCALHOST:4302", 2, ":4302"),
        new("localhost:4301", 3, ":4301"),
        new("unix:/nonexistent/app.sock", 1, "app.sock"),
    ];

    public static TheoryData<string> Layouts => [nameof(Equal), nameof(Weighted), nameof(Named)];

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Owner_TwentyThousandKeys_IsTheServerThatNginxChooses(string layout)
    {
        var upstreams = layout switch { nameof(Equal) => Equal, nameof(Weighted) => Weighted, _ => Named };
        var ring = HashRing.BuildKetama(
            upstreams.Select((upstream, i) => new PlacementMember($"server-{i:00}", upstream.Weight * 100, upstream.Name)));
        await using var nginx = await Nginx.StartAsync(Nginx.Find(), $$"""
            upstream oracle {
                hash $http_x_key consistent;
                {{string.Join('\n', upstreams.Select(upstream => $"server {upstream.Name} weight={upstream.Weight} max_fails=0;"))}}
            }
            server {
                listen unix:DIRECTORY/http.sock;
                keepalive_requests 1000000;
                location / {
                    proxy_pass http://oracle;
                    proxy_next_upstream off;
                    add_header X-Upstream $upstream_addr always;
                }
            }
            """);

        var different = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Keys).Select(KeyOf),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken },
            async (key, token) =>
            {
                var chosen = await AskAsync(nginx, key, token);
                var owner = upstreams[ring.Owner(KeyHash.Of(PlacementAlgorithm.Ketama, key))];
                if (!chosen.EndsWith(owner.Address, StringComparison.Ordinal))
                {
                    different.Enqueue($"{key}: nginx {chosen}, we {owner.Name}");
                }
            });

        Assert.Empty(different);
    }

    private static string KeyOf(int number) => (number % 4) switch
    {
        0 => $"user-{number}",
        1 => $"/files/{number}/index.html?page={number * 7}",
        2 => $"ключ-{number}",
        _ => $"{new string('x', number % 300)}{number}",
    };

    private static async Task<string> AskAsync(Nginx nginx, string key, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        request.Headers.TryAddWithoutValidation("X-Key", key);
        using var response = await nginx.Client.SendAsync(request, token);
        return response.Headers.GetValues("X-Upstream").Single();
    }

    /// <param name="Name">The server as written in the directive.</param>
    /// <param name="Weight">The weight in nginx's scale.</param>
    /// <param name="Address">The end of the address that nginx reports.</param>
    private sealed record Upstream(string Name, int Weight, string Address);
}
