using System.Security.Cryptography.X509Certificates;

namespace LoadBalancer.AppHost;

/// <summary>The certificate that <c>dotnet dev-certs https</c> creates. Aspire's dashboard uses it for https addresses.</summary>
internal static class DeveloperCertificate
{
    /// <summary>The extension by which ASP.NET Core recognizes the certificate.</summary>
    private const string Extension = "1.3.6.1.4.1.311.84.1.1";

    /// <summary>The variable that configures a different certificate for every program that uses Kestrel.</summary>
    private const string Other = "Kestrel__Certificates__Default__Path";

    /// <summary>Returns whether https addresses can be listened on, with this certificate or with one that a variable names.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static bool IsAvailable(Func<string, string?> variable)
    {
        if (!string.IsNullOrEmpty(variable(Other)) || !string.IsNullOrEmpty(variable($"ASPNETCORE_{Other}")))
        {
            return true;
        }

        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser, OpenFlags.ReadOnly);
        return store.Certificates
            .Find(X509FindType.FindByExtension, Extension, validOnly: false)
            .Find(X509FindType.FindByTimeValid, TimeProvider.System.GetLocalNow().DateTime, validOnly: false)
            .Any(certificate => certificate.HasPrivateKey);
    }
}
