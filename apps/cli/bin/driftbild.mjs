#!/usr/bin/env node
import { requireNode } from './require-node.mjs'

requireNode()
import('../src/main.ts')
