// WithLaunchToolArgs: the only way to start a project without a `dotnet run` process of 150 MB around it.
#pragma warning disable ASPIREEXTENSION001
// WithoutHttpsCertificate: the only way to keep Aspire from requesting a certificate that nothing here uses.
#pragma warning disable ASPIRECERTIFICATES001

namespace LoadBalancer.AppHost.Launching;

/// <summary>Starts projects from the output of this build.</summary>
internal static class BuildOutputExtensions
{
    private const string ProjectLaunch = "project";

    /// <summary>
    /// Runs the project's assembly on the AppHost's dotnet host, in the user's working directory, so that relative paths such as
    /// <c>logs/</c> are relative to it. An IDE that debugs the project starts it in its own way.
    /// </summary>
    public static IResourceBuilder<T> FromBuildOutput<T>(this IResourceBuilder<T> project)
        where T : ProjectResource
    {
        if (project.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return project;
        }

        var assembly = ProjectOutputs.AssemblyOf(Path.GetFileNameWithoutExtension(project.Resource.GetProjectMetadata().ProjectPath));
        return project
            .WithAnnotation(new ExecutableAnnotation { Command = DotnetHost.Locate(), WorkingDirectory = Environment.CurrentDirectory })
            .WithoutHttpsCertificate()
            .WithLaunchToolArgs(
                context => context.Args.Add(assembly), ownedByLaunchConfigurationType: ProjectLaunch, showInCommandLine: false)

            // Settings files and static files are next to the assembly.
            .WithEnvironment("ASPNETCORE_CONTENTROOT", Path.GetDirectoryName(assembly)!);
    }
}
