using System.Globalization;
using System.Runtime.InteropServices;
using LoadBalancer.Benchmarks.Proxies;

/// <summary>
/// Loaded by the runtime into a measured process (DOTNET_STARTUP_HOOKS). On SIGUSR1 the process then writes the number of bytes that it has
/// allocated to the file that the environment names.
/// </summary>
#pragma warning disable CA1050, MA0047 // The runtime looks for this name, without a namespace.
internal static class StartupHook
#pragma warning restore CA1050, MA0047
{
    private const PosixSignal User1 = (PosixSignal)10;

    /// <summary>Called by the runtime before the program's own code.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Allocations.FileVariable) is { } file)
        {
            var registration = PosixSignalRegistration.Create(User1, signal => WriteAllocations(signal, file));
            AppDomain.CurrentDomain.ProcessExit += (_, _) => registration.Dispose();
        }
    }

    private static void WriteAllocations(PosixSignalContext signal, string file)
    {
        signal.Cancel = true;
        var whole = file + ".new";
        File.WriteAllText(whole, GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture));
        File.Move(whole, file, overwrite: true);
    }
}
