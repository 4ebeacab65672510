using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>
/// Tests each Redis deployment that docs/deploy.md names, configured by its connection string alone: a server joins and leaves.
/// </summary>
[Collection(OneAtATime.Name)]
public sealed class RedisVariantsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Server_RedisOverTls_JoinsAndLeaves()
    {
        var folder = Directory.CreateTempSubdirectory("lb-tls-").FullName;
        var (certificate, key) = WriteCertificate(folder);
        var port = FreePorts.Find();
        await using var redis = await RedisProcess.StartAsync(
            [
                "--port", "0", "--tls-port", Text(port), "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file",
                certificate, "--tls-auth-clients", "no", "--requirepass", "secret",
            ], port);

        await AssertJoinsAndLeavesAsync(
            $"127.0.0.1:{Text(port)},ssl=true,sslHost=localhost,password=secret", ("SSL_CERT_FILE", certificate));
        await AssertJoinsAndLeavesAsync($"rediss://:secret@localhost:{Text(port)}", ("SSL_CERT_FILE", certificate));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Server_RedisCluster_JoinsAndLeaves()
    {
        var port = FreePorts.Find();
        await using var redis = await RedisProcess.StartAsync(
            ["--port", Text(port), "--cluster-enabled", "yes", "--cluster-port", Text(FreePorts.Find())], port);
        await using (var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Text(port)},allowAdmin=true"))
        {
            await admin.GetServers()[0].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            await Eventually.TrueAsync("the cluster has its slots", async () => (await admin.GetServers()[0].ExecuteAsync(
                "CLUSTER", "INFO")).ToString().Contains("cluster_state:ok", StringComparison.Ordinal), Patience);
        }

        await AssertJoinsAndLeavesAsync($"127.0.0.1:{Text(port)}");
    }

    [Fact]
    public async Task Server_Sentinel_JoinsAndLeavesBeforeAndAfterAFailover()
    {
        var (first, second, watching) = (FreePorts.Find(), FreePorts.Find(), FreePorts.Find());
        await using var master = await RedisProcess.StartAsync(["--port", Text(first)], first);
        await using var replica = await RedisProcess.StartAsync(["--port", Text(second), "--replicaof", "127.0.0.1", Text(first)], second);
        await using var sentinel = await RedisProcess.StartSentinelAsync(watching, $"sentinel monitor lb 127.0.0.1 {Text(first)} 1");
        await using var admin = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
        {
            EndPoints = { {
            "127.0.0.1",
            watching
        } },
            CommandMap = CommandMap.Sentinel,
            TieBreaker = ""
        });
        var watcher = admin.GetServer("127.0.0.1", watching);
        await Eventually.TrueAsync(
            "Sentinel knows the replica", async () => (await watcher.SentinelReplicasAsync("lb")).Length == 1, Patience);

        await AssertJoinsAndLeavesAsync($"127.0.0.1:{Text(watching)},serviceName=lb");
        await Eventually.TrueAsync("the replica has taken over", async () =>
        {
            if (((IPEndPoint)(await watcher.SentinelGetMasterAddressByNameAsync("lb"))!).Port == second)
            {
                return true;
            }

            try
            {
                await watcher.SentinelFailoverAsync("lb");
            }
            catch (RedisServerException failure) when (failure.Message.StartsWith("INPROG", StringComparison.Ordinal)
                || failure.Message.StartsWith("NOGOODSLAVE", StringComparison.Ordinal))
            {
                // The failover is in progress, or the replica is not in sync yet.
            }

            return false;
        }, Patience);
        await AssertJoinsAndLeavesAsync($"127.0.0.1:{Text(watching)},serviceName=lb");
    }

    [Fact]
    public async Task Server_PasswordWithSpecialCharacters_JoinsAndLeavesInEveryNotation()
    {
        const string Password = " a,b=c:d@e/f?g#h%25[i]\"j'k\\l$m&é漢 ";
        var port = FreePorts.Find();
        await using var redis = await RedisProcess.StartAsync(["--port", Text(port)], port);
        await using (var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Text(port)},allowAdmin=true"))
        {
            await admin.GetDatabase().ExecuteAsync("ACL", "SETUSER", "lb:1", "on", $">{Password}", "~*", "&*", "+@all");
            await admin.GetDatabase().ExecuteAsync("CONFIG", "SET", "requirepass", Password);
        }

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Password + "\n", TestContext.Current.CancellationToken);

        await AssertJoinsAndLeavesAsync($"redis://:{Uri.EscapeDataString(Password)}@127.0.0.1:{Text(port)}/1?connectRetry=2");
        await AssertJoinsAndLeavesAsync($"redis://lb%3A1:{Uri.EscapeDataString(Password)}@127.0.0.1:{Text(port)}");
        await AssertJoinsAndLeavesAsync($"127.0.0.1:{Text(port)}", ("Redis__PasswordFile", file));
        await AssertJoinsAndLeavesAsync($"redis://lb%3A1@127.0.0.1:{Text(port)}", ("Redis__Password", Password));
        File.Delete(file);
    }

    private static async Task AssertJoinsAndLeavesAsync(string redis, params (string Key, string Value)[] more)
    {
        await using var server = RunningProgram.Start(
            Programs.Backend, [],
            [
                ("ConnectionStrings__redis", redis),
                ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
                ("SERVER_ID", "s-1"),
                ("Registration__DrainDelay", "00:00:00"),
                .. more,
            ]);

        await server.LineAsync(line => line.Contains("registered", StringComparison.Ordinal), "the server has registered");
        server.Terminate();

        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.Contains(server.Lines, line => line.Contains("left", StringComparison.Ordinal));
    }

    private static (string Certificate, string Key) WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var (certificateFile, keyFile) = (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
