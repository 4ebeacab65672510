# Builds an image of one project: docker build --build-arg PROJECT=Gateway . (the default), Backend, or Dashboard.
ARG BUILD_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled

FROM ${BUILD_IMAGE} AS build
WORKDIR /src

# Restores the NuGet packages of all projects in a separate layer, which stays valid when code changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY LoadBalancer.Core/LoadBalancer.Core.csproj LoadBalancer.Core/
COPY LoadBalancer.Http/LoadBalancer.Http.csproj LoadBalancer.Http/
COPY LoadBalancer.Cluster/LoadBalancer.Cluster.csproj LoadBalancer.Cluster/
COPY LoadBalancer.Presentation/LoadBalancer.Presentation.csproj LoadBalancer.Presentation/
COPY LoadBalancer.Proxy/LoadBalancer.Proxy.csproj LoadBalancer.Proxy/
COPY LoadBalancer.Redis/LoadBalancer.Redis.csproj LoadBalancer.Redis/
COPY LoadBalancer.Registration/LoadBalancer.Registration.csproj LoadBalancer.Registration/
COPY LoadBalancer.ServiceDefaults/LoadBalancer.ServiceDefaults.csproj LoadBalancer.ServiceDefaults/
COPY LoadBalancer.Yarp/LoadBalancer.Yarp.csproj LoadBalancer.Yarp/
COPY LoadBalancer.Backend/LoadBalancer.Backend.csproj LoadBalancer.Backend/
COPY LoadBalancer.Dashboard/LoadBalancer.Dashboard.csproj LoadBalancer.Dashboard/
COPY LoadBalancer.Gateway/LoadBalancer.Gateway.csproj LoadBalancer.Gateway/
RUN for project in Backend Dashboard Gateway; do \
      dotnet restore "LoadBalancer.$project" --use-current-runtime -p:PublishReadyToRun=true || exit 1; \
    done

# Publishes all three at once, so that the images share this stage too. Ahead-of-time compilation saves a fifth of the startup time.
# Analyzers are off because they run in the normal build.
COPY . .
RUN for project in Backend Dashboard Gateway; do \
      dotnet publish "LoadBalancer.$project" --no-restore -c Release -o "/app/$project" \
        --use-current-runtime --self-contained false -p:PublishReadyToRun=true \
        -p:RunAnalyzers=false -p:UseAppHost=true -p:DebugType=none -p:GenerateDocumentationFile=false \
      && mv "/app/$project/LoadBalancer.$project" "/app/$project/start" || exit 1; \
    done

FROM ${RUNTIME_IMAGE}
ARG PROJECT=Gateway
WORKDIR /app
COPY --from=build /app/${PROJECT} ./

# Runs as a user other than root; ports from 1024 on need no privilege. The process writes only to /tmp, which deployments mount.
USER 1654:1654
ENV ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080

# The image has no shell, so the program is its own probe.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 CMD ["/app/start", "--healthcheck"]
ENTRYPOINT ["/app/start"]
