using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Tests.AppHost.Store;

/// <summary>A container engine implemented as a shell script that records its calls.</summary>
internal sealed class FakeEngine : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lb-engine-");

    private FakeEngine(string script)
    {
        File.WriteAllText(Path, $"#!/bin/sh\necho \"$@\" >> '{Calls}'\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The path of the script.</summary>
    public string Path => System.IO.Path.Combine(_directory.FullName, "engine");

    /// <summary>A configuration that names the script as the container engine.</summary>
    public IConfiguration Configuration => Named(Path);

    /// <summary>The arguments of each call.</summary>
    public IReadOnlyList<string> Asked => File.Exists(Calls) ? File.ReadAllLines(Calls) : [];

    private string Calls => System.IO.Path.Combine(_directory.FullName, "calls");

    public static FakeEngine ThatRuns() => new("echo ok");

    public static FakeEngine ThatFails() => new("echo 'cannot connect to the daemon' >&2\nexit 1");

    /// <summary>Creates an engine whose client never returns, as when the daemon hangs.</summary>
    public static FakeEngine ThatHangs() => new("exec tail -f /dev/null");

    public static IConfiguration Named(string command, string key = "ASPIRE_CONTAINER_RUNTIME") =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, command)]).Build();

    public void Dispose() => _directory.Delete(recursive: true);
}
