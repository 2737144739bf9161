@_exported import CommandLineTool
@_exported import Files
@_exported import JSON
@_exported import ModelSpec
@_exported import Platform
@_exported import Streams
