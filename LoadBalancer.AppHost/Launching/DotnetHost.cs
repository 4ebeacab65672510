using System.Runtime.InteropServices;

namespace LoadBalancer.AppHost.Launching;

/// <summary>Locates the dotnet host that runs this process, so that child processes run on the same one.</summary>
internal static class DotnetHost
{
    /// <remarks>
    /// PATH is not searched: the first match may be another installation, without the runtime that this program was built for.
    /// </remarks>
    public static string Locate() =>
        Locate(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"), RuntimeEnvironment.GetRuntimeDirectory());

    /// <param name="hostPath">
    /// The value that the dotnet command sets for the programs that it runs; null or empty if it did not start this one.
    /// </param>
    /// <param name="runtimeDirectory">A path of the form ROOT/shared/Microsoft.NETCore.App/VERSION/.</param>
    public static string Locate(string? hostPath, string runtimeDirectory) =>
        string.IsNullOrEmpty(hostPath)
            ? Path.GetFullPath(Path.Combine(runtimeDirectory, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"))
            : hostPath;
}
