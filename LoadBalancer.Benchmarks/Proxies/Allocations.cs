using System.Diagnostics;
using System.Globalization;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Reads how many bytes a .NET process has allocated; see <see cref="StartupHook"/>.</summary>
internal sealed class Allocations(string folder)
{
    /// <summary>The variable with the name of the file that the process writes the number to.</summary>
    public const string FileVariable = "LOADBALANCER_ALLOCATIONS";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly string _file = Path.Combine(folder, "allocations");

    /// <summary>The environment variables that the process needs.</summary>
    public Dictionary<string, string> Variables => new(StringComparer.Ordinal)
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(Allocations).Assembly.Location,
        [FileVariable] = _file,
    };

    /// <summary>Returns the number of bytes allocated since the process started.</summary>
    public async Task<double> ReadAsync(int process)
    {
        File.Delete(_file);
        using var signal = Process.Start("kill", ["-USR1", process.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(Patience);
        while (!File.Exists(_file))
        {
            await Task.Delay(Step, TimeProvider.System, patience.Token);
        }

        return double.Parse(await File.ReadAllTextAsync(_file), CultureInfo.InvariantCulture);
    }
}
