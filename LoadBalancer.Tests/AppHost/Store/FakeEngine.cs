using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Tests.AppHost.Store;

/// <summary>A container engine that is a shell script, and keeps what it was asked.</summary>
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

    /// <summary>The command.</summary>
    public string Path => System.IO.Path.Combine(_directory.FullName, "engine");

    /// <summary>The configuration that names it.</summary>
    public IConfiguration Configuration => Named(Path);

    /// <summary>The arguments of each call.</summary>
    public IReadOnlyList<string> Asked => File.Exists(Calls) ? File.ReadAllLines(Calls) : [];

    private string Calls => System.IO.Path.Combine(_directory.FullName, "calls");

    public static FakeEngine ThatRuns() => new("echo ok");

    public static FakeEngine ThatFails() => new("echo 'cannot connect to the daemon' >&2\nexit 1");

    /// <summary>Its client never comes back, as with a daemon that hangs.</summary>
    public static FakeEngine ThatHangs() => new("exec tail -f /dev/null");

    public static IConfiguration Named(string command, string key = "ASPIRE_CONTAINER_RUNTIME") =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, command)]).Build();

    public void Dispose() => _directory.Delete(recursive: true);
}
