using CliWrap.Buffered;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// Runs explicit tests of this assembly in a process with namespaces of its own (user, mount, network): it has only the loopback
/// interface, all ports are free and permitted, and its resolver asks 127.0.0.1.
/// </summary>
internal static class OwnNamespaces
{
    private const string Script = "ip link set lo up && mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"";

    /// <summary>
    /// Runs the explicit tests of a class. If namespaces cannot be created, the test fails in CI and is skipped elsewhere.
    /// </summary>
    /// <returns>The exit code and the output of the test run.</returns>
    public static async Task<BufferedCommandResult> RunAsync(Type tests)
    {
        _ = Missing.FindOnPath("ip") ?? throw Missing.Tool("ip");
        string[] unshare = ["--map-root-user", "--mount", "--net", "--fork", "--kill-child"];
        if ((await Tool.RunAsync("unshare", [.. unshare, "true"])).ExitCode != 0)
        {
            throw Missing.Tool("unshare with the right to create namespaces");
        }

        var resolver = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(resolver, "nameserver 127.0.0.1\n", TestContext.Current.CancellationToken);
            return await Tool.RunAsync(
                "unshare",
                [
                    .. unshare, "sh", "-c", Script, resolver,
                    "dotnet", "exec", tests.Assembly.Location, "-explicit", "only", "-class", tests.FullName!,
                ]);
        }
        finally
        {
            File.Delete(resolver);
        }
    }
}
